package dev.sluice.loadtest.pictures;

import dev.sluice.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The browser, without a window.
 *
 * @param program where it is
 * @param scratch a folder for its profile and its log
 */
public record Chromium(Path program, Path scratch) {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long PATIENCE_SECONDS = 120;

    /** The one on the PATH; empty if there is none. */
    public static Optional<Chromium> find(Path scratch) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Chromium(program, scratch));
    }

    /**
     * Opens a page, and returns its document as it is when its scripts have run.
     *
     * @throws StackException if the browser fails
     */
    public String document(URI page) throws IOException, InterruptedException {
        Path document = scratch.resolve("document.html");
        run(document, "--dump-dom", page.toString());
        return Files.readString(document);
    }

    /**
     * Takes a picture of a page, as PNG.
     *
     * @param file where it goes; replaced if it exists
     * @throws StackException if the browser fails
     */
    public void picture(URI page, int width, int height, Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        run(
                scratch.resolve("output"),
                "--hide-scrollbars",
                "--window-size=%d,%d".formatted(width, height),
                "--screenshot=" + file.toAbsolutePath(),
                page.toString());
        if (!Files.exists(file)) {
            throw new StackException(program + " has made no picture:\n" + Files.readString(log()));
        }
    }

    private void run(Path output, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless"));
        if (System.getProperty("user.name").equals("root")) {
            // Its sandbox does not work for root; the pages are ours, and ask for nothing.
            command.add("--no-sandbox");
        }
        command.addAll(List.of("--disable-gpu", "--disable-dev-shm-usage"));
        command.add("--user-data-dir=" + scratch.resolve("profile"));
        command.addAll(List.of(arguments));
        Process browser = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(log().toFile())
                .start();
        try {
            if (!browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StackException(program + " does not end by itself");
            }
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly().waitFor();
        }
        if (browser.exitValue() != 0) {
            throw new StackException(
                    "%s ended with code %d:%n%s".formatted(program, browser.exitValue(), Files.readString(log())));
        }
    }

    private Path log() {
        return scratch.resolve("chromium.log");
    }
}
