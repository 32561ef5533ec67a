package dev.sluice.producer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.http.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBodyTest {
    private static final int LIMIT = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, LIMIT - 1, LIMIT})
    void allOfItIsReadHoweverItComes(int size) {
        byte[] body = body(size);
        assertThat(BoundedBody.read(atOnce(body), LIMIT).bytes()).isEqualTo(body);
        assertThat(BoundedBody.read(inPieces(body), LIMIT).bytes()).isEqualTo(body);
        assertThat(BoundedBody.read(unannounced(body), LIMIT).bytes()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, LIMIT + 2, 3 * LIMIT})
    void noMoreIsReadThanShowsThatItIsTooLarge(int size) throws IOException {
        byte[] body = body(size);
        for (InputStream in : new InputStream[] {atOnce(body), inPieces(body), unannounced(body)}) {
            assertThatThrownBy(() -> BoundedBody.read(in, LIMIT))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("larger than 20000 bytes");
            assertThat(in.readAllBytes()).as("left unread").hasSize(size - LIMIT - 1);
        }
    }

    @Test
    void oneThatBreaksOffIsNoBody() {
        InputStream broken = new SequenceInputStream(atOnce(body(5)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        });
        assertThatThrownBy(() -> BoundedBody.read(broken, LIMIT))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("could not be read to its end");
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i * 31);
        }
        return body;
    }

    private static InputStream atOnce(byte[] body) {
        return new ByteArrayInputStream(body);
    }

    private static InputStream inPieces(byte[] body) {
        int half = body.length / 2;
        return new SequenceInputStream(
                atOnce(Arrays.copyOf(body, half)), atOnce(Arrays.copyOfRange(body, half, body.length)));
    }

    private static InputStream unannounced(byte[] body) {
        return new FilterInputStream(atOnce(body)) {
            @Override
            public int available() {
                return 0;
            }
        };
    }
}
