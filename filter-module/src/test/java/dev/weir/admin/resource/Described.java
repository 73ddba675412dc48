package dev.weir.admin.resource;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares answers with what an OpenAPI document says of them, which is what a generated client expects. */
record Described(JsonObject document) {

    private static final String REFERENCE = "#/components/schemas/";

    /** The schema of the body of an answer. */
    JsonObject schema(String path, String method, String status, String type) {
        return document.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject(method)
                .getJsonObject("responses")
                .getJsonObject(status)
                .getJsonObject("content")
                .getJsonObject(type)
                .getJsonObject("schema");
    }

    /** What is wrong with {@code value}, each with its place; empty if it is as described. */
    List<String> problems(JsonValue value, JsonObject schema) {
        List<String> problems = new ArrayList<>();
        compare(value, schema, "", problems);
        return problems;
    }

    private void compare(JsonValue value, JsonObject schema, String where, List<String> problems) {
        if (schema.containsKey("$ref")) {
            compare(value, named(schema.getString("$ref")), where, problems);
        } else if (value == JsonValue.NULL) {
            if (!schema.getBoolean("nullable", false)) {
                problems.add(where + ": is null");
            }
        } else if (schema.containsKey("allOf")) {
            schema.getJsonArray("allOf").forEach(each -> compare(value, each.asJsonObject(), where, problems));
        } else {
            compareType(value, schema, where, problems);
        }
    }

    private JsonObject named(String reference) {
        return document.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(reference.substring(REFERENCE.length()));
    }

    private void compareType(JsonValue value, JsonObject schema, String where, List<String> problems) {
        boolean right = switch (schema.getString("type")) {
            case "object" -> value instanceof JsonObject object && compareMembers(object, schema, where, problems);
            case "array" -> value instanceof JsonArray array && compareItems(array, schema, where, problems);
            case "string" -> value instanceof JsonString string && isAllowed(string, schema);
            case "integer" -> value instanceof JsonNumber number && number.isIntegral();
            case "number" -> value instanceof JsonNumber;
            case "boolean" -> value == JsonValue.TRUE || value == JsonValue.FALSE;
            default -> false;
        };
        if (!right) {
            problems.add(where + ": was " + value + ", not " + schema);
        }
    }

    private boolean compareMembers(JsonObject object, JsonObject schema, String where, List<String> problems) {
        JsonObject known =
                schema.containsKey("properties") ? schema.getJsonObject("properties") : JsonValue.EMPTY_JSON_OBJECT;
        Set<String> missing = new TreeSet<>();
        if (schema.containsKey("required")) {
            schema.getJsonArray("required").getValuesAs(JsonString::getString).forEach(missing::add);
        }
        missing.removeAll(object.keySet());
        missing.forEach(name -> problems.add(where + "." + name + ": is missing"));
        boolean anything = !schema.containsKey("properties") && !schema.containsKey("additionalProperties");
        object.forEach((name, value) -> {
            if (known.containsKey(name)) {
                compare(value, known.getJsonObject(name), where + "." + name, problems);
            } else if (schema.containsKey("additionalProperties")) {
                compare(value, schema.getJsonObject("additionalProperties"), where + "." + name, problems);
            } else if (!anything) {
                problems.add(where + "." + name + ": is not described");
            }
        });
        return true;
    }

    private boolean compareItems(JsonArray array, JsonObject schema, String where, List<String> problems) {
        for (int i = 0; i < array.size(); i++) {
            compare(array.get(i), schema.getJsonObject("items"), where + "[" + i + "]", problems);
        }
        return true;
    }

    private static boolean isAllowed(JsonString string, JsonObject schema) {
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum").contains(string);
        }
        return switch (schema.getString("format", "")) {
            case "date-time" ->
                Instant.parse(string.getString()).toEpochMilli() != 0
                        && string.getString().endsWith("Z");
            case "date" -> LocalDate.parse(string.getString()).getYear() > 0;
            default -> true;
        };
    }
}
