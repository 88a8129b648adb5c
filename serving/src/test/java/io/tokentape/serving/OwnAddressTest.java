package io.tokentape.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnAddressTest {
    @Test
    void isThatOfTheNameWhenOthersCanReachIt() throws UnknownHostException {
        assertThat(OwnAddress.choose(address("10.0.0.7"), List.of(address("192.168.0.7"))))
                .isEqualTo(address("10.0.0.7"));
    }

    @Test
    void isOneOfTheNetworkWhenTheNameIsLoopback() throws UnknownHostException {
        List<InetAddress> others =
                List.of(address("127.0.0.1"), address("fe80::1"), address("192.168.0.7"), address("172.17.0.1"));

        assertThat(OwnAddress.choose(address("127.0.1.1"), others)).isEqualTo(address("192.168.0.7"));
    }

    @Test
    void isLoopbackOnAMachineWithoutANetwork() throws UnknownHostException {
        assertThat(OwnAddress.choose(address("127.0.1.1"), List.of(address("127.0.0.1"), address("::1"))))
                .isEqualTo(InetAddress.getLoopbackAddress());
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
