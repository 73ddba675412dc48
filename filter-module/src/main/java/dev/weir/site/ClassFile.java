package dev.weir.site;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * The content of a class file, read without loading the class. Immutable.
 *
 * @param name as {@link Class#getName} returns it
 * @param supertypes the types that it extends and implements directly
 * @param descriptors the types that it mentions, including annotations: {@code Lcom/example/Limited;}
 */
public record ClassFile(String name, Set<String> supertypes, Set<String> descriptors) {

    private static final int MAGIC = 0xCAFEBABE;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    public ClassFile {
        supertypes = Set.copyOf(supertypes);
        descriptors = Set.copyOf(descriptors);
    }

    /**
     * Reads the beginning of a class file (Java Virtual Machine Specification, chapter 4).
     *
     * @throws IOException if it is no class file
     */
    public static ClassFile read(InputStream file) throws IOException {
        DataInputStream in = new DataInputStream(file);
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.readInt();
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[] classes = new int[count];
        Set<String> descriptors = new HashSet<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[i] = in.readUTF();
                case CLASS -> classes[i] = in.readUnsignedShort();
                case STRING, METHOD_TYPE, MODULE, PACKAGE -> in.readUnsignedShort();
                case METHOD_HANDLE -> in.skipNBytes(3);
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    // takes two entries
                    i++;
                }
                default -> in.skipNBytes(4);
            }
        }
        for (String text : texts) {
            if (text != null && text.startsWith("L") && text.endsWith(";") && !text.startsWith("Ljava/")) {
                descriptors.add(text);
            }
        }
        in.readUnsignedShort();
        String name = name(in, texts, classes);
        Set<String> supertypes = new HashSet<>();
        supertypes.add(name(in, texts, classes));
        int interfaces = in.readUnsignedShort();
        for (int i = 0; i < interfaces; i++) {
            supertypes.add(name(in, texts, classes));
        }
        return new ClassFile(name, supertypes, descriptors);
    }

    /** Whether the class mentions one of {@code annotations}. */
    public boolean mentions(Set<String> annotations) {
        return annotations.stream().anyMatch(each -> descriptors.contains("L" + each.replace('.', '/') + ";"));
    }

    private static String name(DataInputStream in, String[] texts, int[] classes) throws IOException {
        String text = texts[classes[in.readUnsignedShort()]];
        return text == null ? "" : text.replace('/', '.');
    }
}
