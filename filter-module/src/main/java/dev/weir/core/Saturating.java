package dev.weir.core;

import java.math.BigInteger;

/**
 * Arithmetic on non-negative {@code long}s that saturates at the largest or smallest value instead of wrapping around.
 */
final class Saturating {

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private Saturating() {}

    static long add(long a, long b) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
        if (overflow) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }

    static long multiply(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    /** {@code floor(a * b / divisor)} without overflow of the intermediate product. */
    static long multiplyDivide(long a, long b, long divisor) {
        if (Math.multiplyHigh(a, b) == 0 && a * b >= 0) {
            return a * b / divisor;
        }
        return saturate(product(a, b).divide(BigInteger.valueOf(divisor)));
    }

    /** {@code ceil((a * b - subtrahend) / divisor)}, at least 0: waits are rounded up. */
    static long multiplySubtractDivideUp(long a, long b, long subtrahend, long divisor) {
        if (Math.multiplyHigh(a, b) == 0 && a * b >= 0) {
            long small = a * b - subtrahend;
            return small <= 0 ? 0 : (small - 1) / divisor + 1;
        }
        BigInteger dividend = product(a, b).subtract(BigInteger.valueOf(subtrahend));
        if (dividend.signum() <= 0) {
            return 0;
        }
        BigInteger up = BigInteger.valueOf(divisor - 1);
        return saturate(dividend.add(up).divide(BigInteger.valueOf(divisor)));
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    private static long saturate(BigInteger value) {
        return value.compareTo(LARGEST) > 0 ? Long.MAX_VALUE : value.longValue();
    }
}
