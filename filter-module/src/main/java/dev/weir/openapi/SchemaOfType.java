package dev.weir.openapi;

import java.lang.reflect.InvocationTargetException;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Makes schemas by both forms of the API: up to version 3 of MicroProfile OpenAPI a schema has one type, from version 4
 * on several.
 */
final class SchemaOfType {

    private static final String SINCE_4 = "addType";
    private static final String UP_TO_3 = "setType";

    private SchemaOfType() {}

    /** Returns a new schema; without a type if the API has neither form. */
    static Schema of(Schema.SchemaType type) {
        Schema schema = OASFactory.createSchema();
        boolean unused = set(schema, SINCE_4, type) || set(schema, UP_TO_3, type);
        return schema;
    }

    private static boolean set(Schema schema, String method, Schema.SchemaType type) {
        try {
            Schema.class.getMethod(method, Schema.SchemaType.class).invoke(schema, type);
            return true;
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return false;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method + " of a schema fails", e.getCause());
        }
    }
}
