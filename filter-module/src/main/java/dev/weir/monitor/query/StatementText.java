package dev.weir.monitor.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement is, without what it is about: literals become {@code ?}, comments and line breaks go, and of a long
 * one the beginning stays. So statements that differ in their values alone are one, and no value is kept.
 */
final class StatementText {

    static final int LONGEST = 500;
    /** Where a text has no end before, as much of it is read: a statement can have megabytes of values. */
    private static final int MOST_READ = 20_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]{0,63}");
    private static final Pattern ORACLE = Pattern.compile("[nN]?[qQ]");
    private static final Pattern BEFORE_NAME =
            Pattern.compile("(\\.|\\b(from|join|into|update|table) )$", Pattern.CASE_INSENSITIVE);

    private final String sql;
    private final int end;
    private final StringBuilder text = new StringBuilder();
    private int at;
    /** How many parentheses are open here. */
    private int depth;

    private StatementText(String sql) {
        this.sql = sql;
        this.end = Math.min(sql.length(), MOST_READ);
    }

    /** The text of {@code sql}. */
    static String of(String sql) {
        return new StatementText(sql).read();
    }

    private String read() {
        while (at < end && text.length() < LONGEST) {
            char c = sql.charAt(at);
            if (c == '\'') {
                literal();
            } else if (c == '"' || c == '`') {
                identifier(c);
            } else if (startsWith("--") || (c == '#' && startsComment())) {
                lineComment();
            } else if (startsWith("/*")) {
                comment();
            } else if (c == '$' && dollar() > 0) {
                dollarQuoted();
            } else if (isDigit(c) || (c == '.' && at + 1 < end && isDigit(sql.charAt(at + 1)))) {
                number();
            } else if (isWord(c)) {
                word();
            } else if (Character.isWhitespace(c)) {
                space();
                at++;
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                text.append(c);
                at++;
            }
        }
        int length = Math.min(LONGEST, text.length());
        return text.substring(0, length).strip();
    }

    private boolean startsWith(String what) {
        return sql.startsWith(what, at);
    }

    /** A comment of MySQL; in other databases an operator, which has no space before and after it. */
    private boolean startsComment() {
        return at == 0 || Character.isWhitespace(sql.charAt(at - 1));
    }

    private void space() {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
            text.append(' ');
        }
    }

    /**
     * Where it may be an operator, because no space follows it or {@code #} is none in most databases, a quote behind
     * it may begin a text: then nothing that follows is shown.
     */
    private void lineComment() {
        int found = sql.indexOf('\n', at + 1);
        int to = found < 0 ? end : found + 1;
        boolean certain = startsWith("-- ") || startsWith("--\n");
        at = certain || !hasQuote(at, Math.min(to, end)) ? to : end;
        space();
    }

    private boolean hasQuote(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = sql.charAt(i);
            if (c == '\'' || c == '"' || c == '`' || c == '$') {
                return true;
            }
        }
        return false;
    }

    /** In some databases a comment ends with those in it, in others with the first end. */
    private void comment() {
        int found = sql.indexOf("*/", at + 2);
        int inner = sql.indexOf("/*", at + 2);
        at = found < 0 || (inner >= 0 && inner < found) ? end : found + 2;
        space();
    }

    /**
     * A text in quotes, in which two quotes are one. Whether a quote behind a backslash ends it depends on the
     * database: if one of the two were assumed, a value would be shown in the other, so that nothing behind it is.
     */
    private void literal() {
        at++;
        while (at < end) {
            boolean quote = sql.charAt(at) == '\'';
            if (quote && sql.charAt(at - 1) == '\\') {
                at = end;
            } else if (quote && !sql.startsWith("''", at)) {
                break;
            } else {
                at += quote ? 2 : 1;
            }
        }
        at = Math.min(end, at + 1);
        text.append('?');
    }

    /**
     * A name in quotes stays. What has double quotes can be a value in MySQL, so it stays only where a name of a table
     * or a part of a name stands; in parentheses {@code from} can be that of {@code trim(both from "value")}. There a
     * quote behind a backslash may not end it: then nothing that follows is shown.
     */
    private void identifier(char quote) {
        int close = sql.indexOf(quote, at + 1);
        int to = close < 0 || close >= end || sql.charAt(close - 1) == '\\' ? end : close + 1;
        boolean name =
                to == close + 1 && NAME.matcher(sql.substring(at + 1, close)).matches();
        boolean part = quote == '`' || sql.startsWith(".", to) || isBeforeName();
        text.append(name && part ? sql.substring(at, to) : "?");
        at = to;
    }

    private boolean isBeforeName() {
        Matcher before = BEFORE_NAME.matcher(text);
        return before.find() && (depth <= 0 || !"from".equalsIgnoreCase(before.group(2)));
    }

    /** The length of a tag such as {@code $$} or {@code $body$} here; 0 if there is none. */
    private int dollar() {
        int close = at + 1;
        while (close < end && isWord(sql.charAt(close)) && sql.charAt(close) != '$') {
            close++;
        }
        return close < end && sql.charAt(close) == '$' && !(close > at + 1 && isDigit(sql.charAt(at + 1)))
                ? close + 1 - at
                : 0;
    }

    private void dollarQuoted() {
        String tag = sql.substring(at, at + dollar());
        int close = sql.indexOf(tag, at + tag.length());
        at = close < 0 ? end : close + tag.length();
        text.append('?');
    }

    private void number() {
        while (at < end && (isWord(sql.charAt(at)) || sql.charAt(at) == '.' || isSigned())) {
            at++;
        }
        text.append('?');
    }

    /** The sign of an exponent, {@code 1e-5}. */
    private boolean isSigned() {
        char c = sql.charAt(at);
        char before = sql.charAt(at - 1);
        return (c == '-' || c == '+') && (before == 'e' || before == 'E') && isDigit(sql.charAt(at - 2));
    }

    /**
     * A word, which can have digits; the prefix of a literal, {@code N'text'} or {@code x'ff'}, goes with it. Behind
     * that of Oracle, {@code q'[it's]'}, nothing is shown.
     */
    private void word() {
        int from = at;
        while (at < end && isWord(sql.charAt(at))) {
            at++;
        }
        if (at < end
                && sql.charAt(at) == '\''
                && ORACLE.matcher(sql.substring(from, at)).matches()) {
            text.append('?');
            at = end;
        } else if (at - from > 1 || at >= end || sql.charAt(at) != '\'') {
            text.append(sql, from, at);
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
