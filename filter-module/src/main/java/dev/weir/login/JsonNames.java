package dev.weir.login;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds the username in a JSON text: every value at a path of member names, whose case is ignored, because some
 * applications ignore it. Reads the whole text, and does not recurse, so that depth costs a bit for each level. For one
 * use by one thread.
 */
public final class JsonNames {

    private static final String WHITE_SPACE = " \t\n\r";
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final int DIGITS_OF_ESCAPE = 4;

    private final String text;
    private final List<String> path;
    private final List<String> values = new ArrayList<>();
    private boolean clear = true;

    private int at;
    private int depth;
    /** For each level whether it is an object. */
    private final BitSet objects = new BitSet();
    /** Levels, from the outermost, that are the objects on the path. */
    private int onPath;

    private JsonNames(String text, List<String> path) {
        this.text = text;
        this.path = path;
    }

    /** The text is no JSON. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The usernames at {@code path} in a body. Unclear if it is no JSON, if it is another text in the {@code declared}
     * charset, or if a value at the path is neither a text nor a whole number.
     *
     * @param path names of members, one or more
     */
    public static SubmittedNames in(byte[] body, Optional<String> declared, List<String> path) {
        Optional<String> text = DeclaredText.of(body, declared);
        return text.isEmpty() ? SubmittedNames.UNCLEAR : in(text.get(), path);
    }

    static SubmittedNames in(String text, List<String> path) {
        String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        if (json.isBlank()) {
            return SubmittedNames.NONE;
        }
        JsonNames names = new JsonNames(json, path);
        try {
            names.readAll();
        } catch (Malformed e) {
            names.clear = false;
        }
        return new SubmittedNames(names.values, names.clear);
    }

    private void readAll() throws Malformed {
        do {
            boolean sought = depth > 0 && objects.get(depth) && isOnPath(member());
            if (!value(sought)) {
                closeOrContinue();
            }
        } while (depth > 0);
        require(at == text.length());
    }

    /** Whether the member called {@code name} of the present object is on the path. */
    private boolean isOnPath(String name) {
        return onPath == depth && depth <= path.size() && name.equalsIgnoreCase(path.get(depth - 1));
    }

    private String member() throws Malformed {
        skipWhiteSpace();
        String name = string();
        skipWhiteSpace();
        require(next() == ':');
        return name;
    }

    /**
     * Reads a value, or the beginning of one that has others in it.
     *
     * @param sought whether it is on the path
     * @return whether the next thing is in it
     */
    private boolean value(boolean sought) throws Malformed {
        skipWhiteSpace();
        boolean isLast = depth == path.size();
        char first = peek();
        if (first == '{' || first == '[') {
            // another object on the way is followed; anything else that is found there is no name
            clear &= !sought || (first == '{' && !isLast);
            return open(first == '{', sought && !isLast);
        }
        if (first == '"') {
            String value = string();
            if (sought && isLast) {
                values.add(value);
            }
            return false;
        }
        String literal = literal();
        if (sought && isLast && !literal.equals("null")) {
            boolean whole = literal.matches("-?\\d+");
            if (whole) {
                values.add(literal);
            }
            clear &= whole;
        }
        return false;
    }

    private boolean open(boolean object, boolean sought) throws Malformed {
        next();
        depth++;
        objects.set(depth, object);
        if (object && (depth == 1 || sought)) {
            onPath = depth;
        }
        skipWhiteSpace();
        return peek() != (object ? '}' : ']');
    }

    /** After a value: ends all that end here. */
    private void closeOrContinue() throws Malformed {
        skipWhiteSpace();
        while (depth > 0) {
            char c = next();
            if (c == ',') {
                return;
            }
            require(c == (objects.get(depth) ? '}' : ']'));
            depth--;
            onPath = Math.min(onPath, depth);
            skipWhiteSpace();
        }
    }

    private String string() throws Malformed {
        require(next() == '"');
        StringBuilder string = new StringBuilder();
        char c = next();
        while (c != '"') {
            require(c >= ' ');
            string.append(c == '\\' ? escaped() : c);
            c = next();
        }
        return string.toString();
    }

    private char escaped() throws Malformed {
        char c = next();
        if (c != 'u') {
            int which = ESCAPED.indexOf(c);
            require(which >= 0);
            return MEANT.charAt(which);
        }
        int code = 0;
        for (int i = 0; i < DIGITS_OF_ESCAPE; i++) {
            char digit = next();
            require(HexFormat.isHexDigit(digit));
            code = code << 4 | HexFormat.fromHexDigit(digit);
        }
        return (char) code;
    }

    private String literal() throws Malformed {
        int start = at;
        while (at < text.length() && isOfLiteral(text.charAt(at))) {
            at++;
        }
        String literal = text.substring(start, at);
        require(literal.matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"));
        return literal;
    }

    private static boolean isOfLiteral(char c) {
        return Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
    }

    private void skipWhiteSpace() {
        while (at < text.length() && WHITE_SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws Malformed {
        require(at < text.length());
        return text.charAt(at);
    }

    private char next() throws Malformed {
        char c = peek();
        at++;
        return c;
    }

    private static void require(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }
}
