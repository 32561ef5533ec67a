package dev.sluice.producer.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Reads the body of a single order. The framework has buffered a body of up to {@code quarkus.rest.input-buffer-size}
 * without blocking; a larger one comes as a stream on a worker thread, and no more of it is read than the limit.
 */
@Provider
public class BoundedBodyReader implements MessageBodyReader<BoundedBody> {
    private final long limit;

    BoundedBodyReader(OrdersConfig config) {
        this.limit = config.maxBytes().asLongValue();
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == BoundedBody.class;
    }

    @Override
    public BoundedBody readFrom(
            Class<BoundedBody> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream in) {
        return BoundedBody.read(in, limit);
    }
}
