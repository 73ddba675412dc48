package dev.weir.outbound.statistics.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Reads files of statistics by JSON Processing and by commons-csv. */
final class Written {

    private Written() {}

    /** Settings of a file that is large and young enough for a test. */
    static StatisticsSettings settings(Path file) {
        return new StatisticsSettings(
                file.toString(),
                StatisticsFormat.JSONL,
                false,
                Duration.ofSeconds(10),
                10 << 20,
                Duration.ofDays(1),
                14);
    }

    /** The records of a file as texts by field; fails if it is not well-formed to its last byte. */
    static List<Map<String, String>> read(Path file, StatisticsFormat format) throws IOException {
        return parse(text(file), format);
    }

    /** The records of the file and of all complete ones beside it. */
    static List<Map<String, String>> readAll(Path live, StatisticsFormat format) throws IOException {
        List<Map<String, String>> all = new ArrayList<>();
        for (Path file : new CompleteFiles(live, false, 0).list()) {
            all.addAll(read(file, format));
        }
        all.addAll(read(live, format));
        return all;
    }

    static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        // as zcat -f does
        boolean compressed = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        try (InputStream in = new ByteArrayInputStream(bytes);
                InputStream plain = compressed ? new GZIPInputStream(in) : in) {
            return new String(plain.readAllBytes(), UTF_8);
        }
    }

    static List<Map<String, String>> parse(String text, StatisticsFormat format) throws IOException {
        return switch (format) {
            case JSON -> array(text);
            case JSONL -> lines(text);
            case CSV -> csv(text);
        };
    }

    private static List<Map<String, String>> array(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonArray array = reader.readArray();
            return array.stream().map(value -> fields(value.asJsonObject())).toList();
        }
    }

    private static List<Map<String, String>> lines(String text) {
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line does not end: " + text);
        }
        return text.lines()
                .map(line -> {
                    try (JsonReader reader = Json.createReader(new StringReader(line))) {
                        return fields(reader.readObject());
                    }
                })
                .toList();
    }

    private static Map<String, String> fields(JsonObject object) {
        Map<String, String> fields = new LinkedHashMap<>();
        object.forEach((name, value) -> fields.put(name, plain(value)));
        return fields;
    }

    private static String plain(JsonValue value) {
        if (value instanceof JsonArray array) {
            return array.stream().map(Written::plain).collect(Collectors.joining(" "));
        }
        if (value instanceof JsonObject object) {
            return object.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + plain(entry.getValue()))
                    .collect(Collectors.joining(" "));
        }
        return value instanceof JsonString string ? string.getString() : ((JsonNumber) value).toString();
    }

    private static List<Map<String, String>> csv(String text) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            List<Map<String, String>> records = new ArrayList<>();
            parser.forEach(record -> {
                if (!record.isConsistent()) {
                    throw new IllegalArgumentException("a record with other columns: " + record);
                }
                records.add(record.toMap());
            });
            return records;
        }
    }

    static long sum(List<Map<String, String>> records, String field) {
        return records.stream()
                .mapToLong(record -> Long.parseLong(record.getOrDefault(field, "")))
                .sum();
    }

    /** The sum of all numbers of the series. */
    static long sumPerSecond(List<Map<String, String>> records) {
        return records.stream()
                .flatMap(
                        record -> Stream.of(record.getOrDefault("perSecond", "").split(" ", -1)))
                .filter(text -> !text.isEmpty())
                .mapToLong(Long::parseLong)
                .sum();
    }
}
