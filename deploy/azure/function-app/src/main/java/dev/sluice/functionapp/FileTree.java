package dev.sluice.functionapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Copies and cleans up folders. */
final class FileTree {
    /**
     * The time of every file in a function app. A class archive is refused when a jar's time differs from the one that it
     * was made with, and a zip's times have a resolution of two seconds.
     */
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private FileTree() {}

    /** Deletes a folder and what is in it; does nothing if there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** All files below a folder, sorted. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Copies all files below {@code from}. */
    static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Files.copy(file, place(file, from, to));
        }
    }

    /**
     * Copies all files below {@code from}; jars lose their signatures. The JVM keeps classes of signed jars out of class
     * archives (JDK 17 even crashes while it makes one), and checking signatures takes its time at each start. Who wants to
     * know where a jar comes from asks the repository that the build took it from.
     */
    static void copyUnsigned(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path copy = place(file, from, to);
            if (isSigned(file)) {
                strip(file, copy);
            } else {
                Files.copy(file, copy);
            }
        }
    }

    /** Gives every file below a folder the same {@link #TIME}. */
    static void setTimes(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.setLastModifiedTime(file, FileTime.from(TIME));
        }
    }

    private static Path place(Path file, Path from, Path to) throws IOException {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        return copy;
    }

    private static boolean isSigned(Path file) throws IOException {
        if (!file.getFileName().toString().endsWith(".jar")) {
            return false;
        }
        try (java.util.zip.ZipFile jar = new java.util.zip.ZipFile(file.toFile())) {
            return jar.stream().anyMatch(FileTree::isSignature);
        }
    }

    private static void strip(Path jar, Path copy) throws IOException {
        try (InputStream file = Files.newInputStream(jar);
                ZipInputStream in = new ZipInputStream(file);
                OutputStream copied = Files.newOutputStream(copy);
                ZipOutputStream out = new ZipOutputStream(copied)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!isSignature(entry)) {
                    ZipEntry same = new ZipEntry(entry.getName());
                    same.setTime(entry.getTime());
                    out.putNextEntry(same);
                    in.transferTo(out);
                }
            }
        }
    }

    private static boolean isSignature(ZipEntry entry) {
        return SIGNATURE.matcher(entry.getName().toUpperCase(Locale.ROOT)).matches();
    }
}
