package io.tokentape.topology.mention;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Tells contract addresses from other long words. */
final class Addresses {
    private static final int HEXADECIMAL_LENGTH = 42;
    private static final int SHORTEST_BASE58 = 32;
    private static final int LONGEST_BASE58 = 44;
    private static final int BASE58_BYTES = 32;
    private static final byte[] BASE58 = new byte[128];

    static {
        Arrays.fill(BASE58, (byte) -1);
        String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        for (int i = 0; i < alphabet.length(); i++) {
            BASE58[alphabet.charAt(i)] = (byte) i;
        }
    }

    private Addresses() {}

    /** Whether a word is as long as an address may be: a cheap first look. */
    static boolean mayBe(int length) {
        return length >= SHORTEST_BASE58 && length <= LONGEST_BASE58;
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
        int length = word.length();
        if (length < SHORTEST_BASE58 || length > LONGEST_BASE58) {
            return false;
        }
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        byte[] number = new byte[BASE58_BYTES];
        int zeros = 0;
        while (zeros < length && word.charAt(zeros) == '1') {
            zeros++;
        }
        for (int i = 0; i < length; i++) {
            char c = word.charAt(i);
            int carry = c < BASE58.length ? BASE58[c] : -1;
            if (carry < 0) {
                return false;
            }
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            digit |= c >= '0' && c <= '9';
            for (int j = BASE58_BYTES - 1; j >= 0; j--) {
                carry += 58 * (number[j] & 0xFF);
                number[j] = (byte) carry;
                carry >>>= 8;
            }
            if (carry != 0) {
                return false;
            }
        }
        int leading = 0;
        while (leading < BASE58_BYTES && number[leading] == 0) {
            leading++;
        }
        return leading == zeros && upper && lower && digit;
    }
}
