package dev.weir.monitor.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The entry of the cluster by which instances find each other's reports, and learn that somebody wants to read them.
 * Immutable.
 *
 * @param askedMillis when an operator last asked, in milliseconds since the epoch; 0 if none did
 * @param ids the instances that report
 */
record ReportDirectory(long askedMillis, List<String> ids) {

    /** What is there if nothing is. */
    static final ReportDirectory EMPTY = new ReportDirectory(0, List.of());

    /** The instances that are listed at most. */
    static final int MOST = 256;

    private static final String VERSION = "1|";

    ReportDirectory {
        ids = List.copyOf(ids);
    }

    /** This with {@code id}, and without those that are {@code gone}. */
    ReportDirectory with(String id, long asked, Set<String> gone) {
        List<String> listed = new ArrayList<>(ids);
        listed.removeIf(each -> gone.contains(each) || each.equals(id));
        listed.add(id);
        int surplus = Math.max(0, listed.size() - MOST);
        return new ReportDirectory(Math.max(asked, askedMillis), listed.subList(surplus, listed.size()));
    }

    String encode() {
        TextForm.Writer text = new TextForm.Writer().number(askedMillis).number(ids.size());
        ids.forEach(text::text);
        return VERSION + text;
    }

    /** The directory that {@code text} is; empty if another version of Weir wrote it. */
    static Optional<ReportDirectory> decode(String text) {
        if (!text.startsWith(VERSION)) {
            return Optional.empty();
        }
        try {
            TextForm.Reader reader = new TextForm.Reader(text.substring(VERSION.length()));
            long asked = reader.number();
            List<String> ids = new ArrayList<>();
            for (int i = reader.count(); i > 0; i--) {
                ids.add(reader.text());
            }
            return Optional.of(new ReportDirectory(asked, ids));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
