package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceBusNamespaceTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, Contoso.servicebus.windows.net, contoso.servicebus.windows.net",
                "Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=k, -,"
                        + " contoso.servicebus.windows.net",
                "SharedAccessKeyName=a;SharedAccessKey=k;endpoint = sb://Contoso.servicebus.windows.net:5671, -,"
                        + " contoso.servicebus.windows.net",
                "Endpoint=sb://localhost:5699;SharedAccessKeyName=a;SharedAccessKey=k;UseDevelopmentEmulator=true, -,"
                        + " secondary",
                "Endpoint=sb://localhost;usedevelopmentemulator=TRUE;, of.the.functions.host, secondary",
                "Endpoint=sb://a b;SharedAccessKeyName=a;SharedAccessKey=k, -, secondary",
                "no connection string, -, secondary",
                "-, -, secondary"
            })
    void isNamedByItsHostAndAnEmulatorByItsRole(String connectionString, String host, String name) {
        assertThat(ServiceBusNamespace.nameOf(
                        ServiceBusNamespace.SECONDARY,
                        Optional.ofNullable(connectionString),
                        Optional.ofNullable(host)))
                .isEqualTo(name);
    }
}
