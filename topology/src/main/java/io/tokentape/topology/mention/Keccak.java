package io.tokentape.topology.mention;

/** Keccak-256 as Ethereum uses it (the padding of before FIPS 202), for the check sum of addresses. */
final class Keccak {
    private static final int RATE = 136;
    private static final long[] ROUND = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808AL, 0x8000000080008000L, 0x000000000000808BL,
        0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L, 0x000000000000008AL, 0x0000000000000088L,
        0x0000000080008009L, 0x000000008000000AL, 0x000000008000808BL, 0x800000000000008BL, 0x8000000000008089L,
        0x8000000000008003L, 0x8000000000008002L, 0x8000000000000080L, 0x000000000000800AL, 0x800000008000000AL,
        0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L
    };
    private static final int[] ROTATION = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };
    private static final int[] LANE = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private Keccak() {}

    static byte[] hash256(byte[] message) {
        long[] state = new long[25];
        byte[] block = new byte[RATE];
        int offset = 0;
        while (message.length - offset >= RATE) {
            absorb(state, message, offset);
            offset += RATE;
        }
        int rest = message.length - offset;
        System.arraycopy(message, offset, block, 0, rest);
        block[rest] ^= 0x01;
        block[RATE - 1] ^= (byte) 0x80;
        absorb(state, block, 0);
        byte[] hash = new byte[32];
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (byte) (state[i / 8] >>> 8 * (i % 8));
        }
        return hash;
    }

    private static void absorb(long[] state, byte[] block, int offset) {
        for (int i = 0; i < RATE; i++) {
            state[i / 8] ^= (block[offset + i] & 0xFFL) << 8 * (i % 8);
        }
        permute(state);
    }

    private static void permute(long[] a) {
        long[] c = new long[5];
        for (long round : ROUND) {
            for (int x = 0; x < 5; x++) {
                c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }
            for (int x = 0; x < 5; x++) {
                long d = c[(x + 4) % 5] ^ Long.rotateLeft(c[(x + 1) % 5], 1);
                for (int y = 0; y < 25; y += 5) {
                    a[x + y] ^= d;
                }
            }
            long moving = a[1];
            for (int i = 0; i < 24; i++) {
                long kept = a[LANE[i]];
                a[LANE[i]] = Long.rotateLeft(moving, ROTATION[i]);
                moving = kept;
            }
            for (int y = 0; y < 25; y += 5) {
                System.arraycopy(a, y, c, 0, 5);
                for (int x = 0; x < 5; x++) {
                    a[y + x] = c[x] ^ ~c[(x + 1) % 5] & c[(x + 2) % 5];
                }
            }
            a[0] ^= round;
        }
    }
}
