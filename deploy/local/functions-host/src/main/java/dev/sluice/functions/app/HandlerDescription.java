package dev.sluice.functions.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code customHandler} of host.json.
 *
 * @param executable as it is written: relative to the app if the file is there, else looked for on the PATH
 * @param arguments joined by blanks and split again at blanks, as the host does; {@code %NAME%} is expanded at start
 * @param workingDirectory absolute
 * @param proxiesHttp {@code enableProxyingHttpRequest}: functions with nothing but HTTP get the request as it is
 * @param initializationTimeout how long a start may take until the port answers
 * @param port a fixed port, 0 for any that is free
 */
public record HandlerDescription(
        String executable,
        List<String> arguments,
        Path workingDirectory,
        boolean proxiesHttp,
        Duration initializationTimeout,
        int port) {}
