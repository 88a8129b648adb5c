package io.tokentape.serving;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;

/** Where other machines reach this one, when nobody has said so. */
final class OwnAddress {
    private OwnAddress() {}

    static InetAddress find() {
        return choose(ofTheName(), ofTheInterfaces());
    }

    /** The address of the machine's name, unless it is loopback, as Debian has it; then one of the network's. */
    static InetAddress choose(InetAddress named, List<InetAddress> others) {
        if (!named.isLoopbackAddress()) {
            return named;
        }
        return others.stream()
                .filter(InetAddress::isSiteLocalAddress)
                .findFirst()
                .orElse(InetAddress.getLoopbackAddress());
    }

    private static InetAddress ofTheName() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** In the order the machine got its interfaces: bridges of containers, alike on all machines, come late. */
    private static List<InetAddress> ofTheInterfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
