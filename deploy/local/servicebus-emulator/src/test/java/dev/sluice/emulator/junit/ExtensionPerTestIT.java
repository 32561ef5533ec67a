package dev.sluice.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.ServiceBusEmulator;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension in an instance field: a new emulator for each test, gone after it. */
class ExtensionPerTestIT {

    private static ServiceBusEmulator last;
    private static int lastPort;

    @RegisterExtension
    final ServiceBusEmulatorExtension bus = new ServiceBusEmulatorExtension();

    @RepeatedTest(2)
    void eachTestHasItsOwnEmulator(ServiceBusEmulator emulator) throws IOException {
        assertThat(emulator).isSameAs(bus.emulator()).isNotSameAs(last);
        new Socket("127.0.0.1", emulator.port()).close();
        last = emulator;
        lastPort = emulator.port();
    }

    @AfterAll
    static void nothingIsLeft() {
        assertThatThrownBy(() -> new Socket("127.0.0.1", lastPort)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new ServiceBusEmulatorExtension().emulator())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not running");
    }
}
