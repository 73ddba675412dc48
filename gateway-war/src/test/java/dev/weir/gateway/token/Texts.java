package dev.weir.gateway.token;

import java.util.List;
import java.util.Random;

/** Texts for tests. */
final class Texts {

    static final String KOREAN = "\ubaa8\ub4e0 \uc778\uac04\uc740 \ud0dc\uc5b4\ub0a0 \ub54c\ubd80\ud130 "
            + "\uc790\uc720\ub85c\uc6b0\uba70 \uadf8 \uc874\uc5c4\uacfc \uad8c\ub9ac\uc5d0 \uc788\uc5b4 \ub3d9\ub4f1\ud558\ub2e4. ";
    static final String EMOJI =
            "\ud83d\ude00\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u2764\ufe0f\ud83c\uddf0\ud83c\uddf7";

    /** Each of them is long enough to have boundaries, and places that look like some. */
    static final List<String> ALL = List.of(
            "The quick brown fox's tail wasn't \u2019re it'll  jump\n\n  over\tthe lazy dog... 1,234.56 + 0x7f! ",
            KOREAN,
            EMOJI + " " + EMOJI + "a" + EMOJI,
            "if (a[i] >= b) {\r\n\t\treturn x_1 - y2; // done\r\n}\n\n\n",
            "\u4eba\u4eba\u751f\u800c\u81ea\u7531\uff0c\u5728\u5c0a\u4e25\u548c\u6743\u5229\u4e0a\u4e00\u5f8b\u5e73\u7b49\u3002",
            "e\u0301a\u0301 \u0301x n\u0303o \u0928\u092e\u0938\u094d\u0924\u0947 \u0661\u0662\u0663 ",
            "1, 22, 333, 4444, 55555, 666666; 7777777 \u00bd\u00b2 8 9",
            "<|endoftext|><|im_start|>system ",
            "   leading\u00a0and \u2003 odd \u0085 spaces \u001c x \u3000 y  ",
            "aB'Sc'tD camelCaseWords HTTPServer\u02bcs \u01c5 ");

    private Texts() {}

    /** A text that is made of pieces of all of them. */
    static String random(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            String one = ALL.get(random.nextInt(ALL.size()));
            int[] points = one.codePoints().toArray();
            int from = random.nextInt(points.length);
            text.append(new String(points, from, 1 + random.nextInt(points.length - from)));
        }
        return text.toString();
    }
}
