package dev.sluice.functions.handler;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Passes a handler's output on line by line. A line without an end is cut, so that it can't fill the memory. */
final class OutputPump {

    private static final int LONGEST_LINE = 16_384;

    private OutputPump() {}

    static void start(InputStream output, String name, Consumer<String> lines) {
        var thread = new Thread(() -> pump(output, lines), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void pump(InputStream output, Consumer<String> lines) {
        var line = new StringBuilder();
        try (var reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (int character = reader.read(); character >= 0; character = reader.read()) {
                if (character != '\n' && character != '\r') {
                    line.append((char) character);
                }
                if (character == '\n' || line.length() >= LONGEST_LINE) {
                    lines.accept(line.toString());
                    line.setLength(0);
                }
            }
        } catch (IOException e) {
            // The process is gone; what it said until then has been passed on.
        }
        if (!line.isEmpty()) {
            lines.accept(line.toString());
        }
    }
}
