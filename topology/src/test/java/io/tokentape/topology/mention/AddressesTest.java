package io.tokentape.topology.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AddressesTest {
    // The examples of EIP-55.
    private static final String CHECKED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    @Test
    void hashesAsEthereumDoes() {
        assertThat(HexFormat.of().formatHex(Keccak.hash256(new byte[0])))
                .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        assertThat(HexFormat.of().formatHex(Keccak.hash256("abc".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    }

    @Test
    void checksMixedCase() {
        assertThat(Addresses.isHexadecimal(CHECKED)).isTrue();
        assertThat(Addresses.isHexadecimal("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"))
                .isTrue();
        assertThat(Addresses.isHexadecimal(CHECKED.replace("aA", "Aa"))).isFalse();
        assertThat(Addresses.isHexadecimal(CHECKED.toLowerCase(Locale.ROOT))).isTrue();
        assertThat(Addresses.isHexadecimal("0x" + CHECKED.substring(2).toUpperCase(Locale.ROOT)))
                .isTrue();
    }

    @Test
    void refusesOtherLengthsAndLetters() {
        assertThat(Addresses.isHexadecimal(CHECKED + "0")).isFalse();
        assertThat(Addresses.isHexadecimal("0x" + "ab".repeat(32))).isFalse();
        assertThat(Addresses.isHexadecimal("0x" + "zz".repeat(20))).isFalse();
    }

    @Test
    void readsKeysOfSolana() {
        assertThat(Addresses.isBase58("So11111111111111111111111111111111111111112"))
                .isTrue();
        assertThat(Addresses.isBase58("EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm"))
                .isTrue();
        assertThat(Addresses.isBase58("EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcj0"))
                .isFalse();
        assertThat(Addresses.isBase58("z".repeat(44))).isFalse();
        assertThat(Addresses.isBase58("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).isFalse(); // 25 bytes: a Bitcoin address
    }

    @Test
    void readsAddressesOfTron() {
        assertThat(Addresses.format("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")).isEqualTo(Addresses.Format.TRON);
        assertThat(Addresses.format("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u")).isNull();
    }

    @Test
    void readsAddressesOfTon() {
        assertThat(Addresses.format("EQAvlWFDxGF2lXm67y4yzC17wYKD9A0guwPkMs1gOsM__NOT"))
                .isEqualTo(Addresses.Format.TON);
        assertThat(Addresses.format("EQAvlWFDxGF2lXm67y4yzC17wYKD9A0guwPkMs1gOsM__NOU"))
                .isNull();
    }

    @Test
    void readsNoneOfBitcoinAndNoKeys() {
        assertThat(Addresses.format("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).isNull();
        assertThat(Addresses.format("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"))
                .isNull();
        assertThat(Addresses.format("0x" + "ab".repeat(32))).isNull();
        assertThat(Addresses.format("QWxhZGRpbjpvcGVuIHNlc2FtZTEyMzQ1Njc4OTAxMjM0NTY3"))
                .isNull();
    }
}
