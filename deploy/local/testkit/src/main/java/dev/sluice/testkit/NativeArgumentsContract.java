package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the native compiler is given for a service. That augmentation for a native image works, and which arguments come out
 * of it, is all that can be known without a GraalVM: a build that passes here can still fail there.
 */
public abstract class NativeArgumentsContract {
    private static final Path SOURCES = Path.of("target", "native-sources");
    private static final String AT_RUN_TIME = "--initialize-at-run-time=";

    @Test
    void whatMustNotBeInitializedOnTheBuildMachineIsNamedClassByClass() throws IOException {
        List<String> atRunTime = arguments().stream()
                .filter(argument -> argument.startsWith(AT_RUN_TIME))
                .flatMap(argument ->
                        Stream.of(argument.substring(AT_RUN_TIME.length()).split(",")))
                .toList();

        assertThat(atRunTime)
                .contains(
                        "com.microsoft.azure.proton.transport.proxy.impl.DigestProxyChallengeProcessorImpl",
                        "com.microsoft.azure.proton.transport.ws.impl.Utils",
                        "com.microsoft.aad.msal4jextensions.persistence",
                        "com.sun.jna",
                        "com.azure.identity.implementation.WindowsCredentialApi",
                        "com.azure.core.http.jdk.httpclient.JdkHttpClientProvider$GlobalJdkAsyncHttpClient")
                .as("the SDK's enum-like constants would come out null")
                .noneMatch(name -> name.matches("com(\\.azure(\\.core|\\.identity|\\.messaging)?)?"));
    }

    @Test
    void theCompilerRunsOnTheJarThatItComesWith() throws IOException {
        List<String> arguments = arguments();
        int jar = arguments.indexOf("-jar");
        assertThat(jar).isNotNegative();
        assertThat(SOURCES.resolve(arguments.get(jar + 1))).exists();
        assertThat(SOURCES.resolve("lib").toFile().list())
                .anyMatch(name -> name.contains("azure-core-http-jdk-httpclient"))
                .as("it does not link")
                .noneMatch(name -> name.contains("reactor-netty-http") || name.contains("azure-core-http-netty"));
    }

    @Test
    void nothingOfTheBuildMachinesEnvironmentIsBakedIn() throws IOException {
        assertThat(arguments())
                .noneMatch(argument -> argument.startsWith("-E"))
                .noneMatch(argument -> argument.contains("SharedAccessKey"));
    }

    private static List<String> arguments() throws IOException {
        Path file = SOURCES.resolve("native-image.args");
        assertThat(file)
                .as("run mvn verify -Dnative -Dquarkus.native.sources-only=true")
                .exists();
        return List.of(Files.readString(file).trim().split("\\s+"));
    }
}
