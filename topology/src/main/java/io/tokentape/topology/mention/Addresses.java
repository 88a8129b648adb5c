package io.tokentape.topology.mention;

import io.tokentape.topology.text.Words;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** Tells contract addresses from other long words. */
final class Addresses {
    /** How a token's address is written. */
    enum Format {
        /** Of any chain with Ethereum's virtual machine: the address does not say of which. */
        EVM(null),
        SOLANA("solana"),
        TRON("tron"),
        TON("ton");

        private final String chain;

        Format(String chain) {
            this.chain = chain;
        }

        /** The chain that the form alone tells; null = it does not. */
        String chain() {
            return chain;
        }
    }

    private static final int HEXADECIMAL_LENGTH = 42;
    private static final int SHORTEST_BASE58 = 32;
    private static final int LONGEST_BASE58 = 44;
    private static final int SOLANA_BYTES = 32;
    private static final int TRON_LENGTH = 34;
    private static final int TRON_BYTES = 25;
    private static final int TRON_PREFIX = 0x41;
    private static final int TON_LENGTH = 48;
    private static final int TON_BYTES = 36;

    /** First byte of a user-friendly address of TON: one that bounces, as contracts do, or does not. */
    private static final int TON_BOUNCES = 0x11;

    private static final int TON_STAYS = 0x51;

    private static final byte[] BASE58 = new byte[128];

    static {
        Arrays.fill(BASE58, (byte) -1);
        String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        for (int i = 0; i < alphabet.length(); i++) {
            BASE58[alphabet.charAt(i)] = (byte) i;
        }
    }

    private Addresses() {}

    /** Whether a text is as long as an address may be: a cheap first look. */
    static boolean mayBe(int length) {
        return length >= SHORTEST_BASE58 && length <= LONGEST_BASE58 || length == TON_LENGTH;
    }

    /** What form of address a text is, its check sum included; null = none. */
    static Format format(String text) {
        if (isHexadecimal(text)) {
            return Format.EVM;
        }
        if (text.length() == TON_LENGTH) {
            return isTon(text) ? Format.TON : null;
        }
        if (isBase58(text)) {
            return Format.SOLANA;
        }
        return isTron(text) ? Format.TRON : null;
    }

    /** {@code 0x} and 40 hexadecimal digits; where their case is mixed, it must be the check sum of EIP-55. */
    static boolean isHexadecimal(String word) {
        if (word.length() != HEXADECIMAL_LENGTH || word.charAt(0) != '0' || (word.charAt(1) | 32) != 'x') {
            return false;
        }
        boolean upper = false;
        boolean lower = false;
        for (int i = 2; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'a' && c <= 'f') {
                lower = true;
            } else if (c >= 'A' && c <= 'F') {
                upper = true;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return !(upper && lower) || word.substring(2).equals(checkSummed(word.substring(2)));
    }

    /** The 40 digits in the case that EIP-55 gives them. */
    static String checkSummed(String digits) {
        String lower = digits.toLowerCase(Locale.ROOT);
        byte[] hash = Keccak.hash256(lower.getBytes(StandardCharsets.US_ASCII));
        StringBuilder cased = new StringBuilder(lower);
        for (int i = 0; i < cased.length(); i++) {
            int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xF;
            if (nibble >= 8) {
                cased.setCharAt(i, Character.toUpperCase(cased.charAt(i)));
            }
        }
        return cased.toString();
    }

    /** A word of the base 58 alphabet that stands for exactly 32 bytes, as the keys of Solana do. */
    static boolean isBase58(String word) {
        return word.length() <= LONGEST_BASE58
                && word.length() >= SHORTEST_BASE58
                && isMixed(word)
                && decode(word, SOLANA_BYTES) != null;
    }

    /** Base 58 of 0x41, 20 bytes and the first 4 bytes of their double SHA-256. */
    static boolean isTron(String word) {
        if (word.length() != TRON_LENGTH || word.charAt(0) != 'T') {
            return false;
        }
        byte[] bytes = decode(word, TRON_BYTES);
        if (bytes == null || bytes[0] != TRON_PREFIX) {
            return false;
        }
        byte[] hash = sha256(sha256(Arrays.copyOf(bytes, TRON_BYTES - 4)));
        return Arrays.equals(hash, 0, 4, bytes, TRON_BYTES - 4, TRON_BYTES);
    }

    /** Base 64 (for links) of a tag, the workchain, 32 bytes and their CRC-16. */
    static boolean isTon(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
        boolean tagged = bytes.length == TON_BYTES && (bytes[0] == TON_BOUNCES || bytes[0] == TON_STAYS);
        int checksum = tagged ? (bytes[TON_BYTES - 2] & 0xFF) << 8 | bytes[TON_BYTES - 1] & 0xFF : -1;
        return tagged && checksum == crc16(bytes, TON_BYTES - 2);
    }

    /** Whether an address of TON may begin there: its tag gives {@code EQ} or {@code UQ}. */
    static boolean mayBeginTon(Words words, int start) {
        char first = words.at(start);
        return (first == 'E' || first == 'U') && words.at(start + 1) == 'Q';
    }

    /** Where what is made of the letters of base 64 for links ends, at most one unit more than an address on. */
    static int tonEnd(Words words, int start) {
        int end = start;
        while (end - start <= TON_LENGTH && isBase64(words.at(end))) {
            end++;
        }
        return end;
    }

    private static boolean isBase64(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    /** CRC-16/XMODEM of the first bytes. */
    private static int crc16(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (bytes[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
        }
        return crc & 0xFFFF;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Capitals, small letters and digits: a key is hardly ever without one of them, a word always is. */
    private static boolean isMixed(String word) {
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            digit |= c >= '0' && c <= '9';
        }
        return upper && lower && digit;
    }

    /** The bytes that a word of base 58 stands for, if they are exactly so many; else null. */
    private static byte[] decode(String word, int size) {
        byte[] number = new byte[size];
        int zeros = 0;
        while (zeros < word.length() && word.charAt(zeros) == '1') {
            zeros++;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            int carry = c < BASE58.length ? BASE58[c] : -1;
            if (carry < 0) {
                return null;
            }
            for (int j = size - 1; j >= 0; j--) {
                carry += 58 * (number[j] & 0xFF);
                number[j] = (byte) carry;
                carry >>>= 8;
            }
            if (carry != 0) {
                return null;
            }
        }
        int leading = 0;
        while (leading < size && number[leading] == 0) {
            leading++;
        }
        return leading == zeros ? number : null;
    }
}
