package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.scripts.Scripts;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts' own arithmetic of prefixes. */
class CidrIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cidr_number 0.0.0.0 | 0",
                "cidr_number 255.255.255.255 | 4294967295",
                "cidr_number 10.1.2.3 | 167838211",
                "cidr_address 167838211 | 10.1.2.3",
                "cidr_address 4294967295 | 255.255.255.255",
                "cidr_host 10.1.0.0/26 4 | 10.1.0.4",
                "cidr_host 10.1.0.192/26 63 | 10.1.0.255",
                "cidr_host 10.1.255.255/31 1 | 10.1.255.255",
                "cidr_last 0.0.0.0/0 | 4294967295",
                "cidr_first 10.1.2.3/32 | 167838211",
                "cidr_first 10.1.3.255/22 | 167837696",
            })
    void computes(String call, String result) throws Exception {
        assertThat(bash(call + "; echo \" $?\"")).isEqualTo(result + "\n 0\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cidr_valid 10.0.0.0/8 | 0",
                "cidr_valid 0.0.0.0/0 | 0",
                "cidr_valid 10.0.0.0/33 | 1",
                "cidr_valid 10.0.0.0 | 1",
                "cidr_valid 10.0.0/8 | 1",
                "cidr_valid 10.0.0.256/32 | 1",
                "cidr_valid 010.0.0.0/8 | 1",
                "cidr_valid 10.0.0.0/08 | 1",
                "cidr_aligned 10.1.4.0/22 | 0",
                "cidr_aligned 10.1.5.0/22 | 1",
                "cidr_aligned 10.1.5.1/32 | 0",
                "cidr_overlap 10.1.0.0/24 10.1.0.255/32 | 0",
                "cidr_overlap 10.1.0.0/24 10.1.1.0/24 | 1",
                "cidr_overlap 10.1.1.0/24 10.1.0.0/16 | 0",
                "cidr_overlap 0.0.0.0/0 255.255.255.255/32 | 0",
                "cidr_within 10.1.1.0/24 10.1.0.0/16 | 0",
                "cidr_within 10.1.0.0/16 10.1.1.0/24 | 1",
                "cidr_within 10.1.0.0/16 10.1.0.0/16 | 0",
                "cidr_within 10.0.255.0/23 10.1.0.0/16 | 1",
            })
    void tells(String call, String code) throws Exception {
        assertThat(bash("if " + call + "; then echo 0; else echo 1; fi")).isEqualTo(code + "\n");
    }

    private static String bash(String command) throws IOException, InterruptedException {
        String script = "set -euo pipefail; . '" + Scripts.own().file("lib/cidr.sh") + "'; " + command;
        Process process = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }
}
