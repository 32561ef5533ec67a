package dev.sluice.producer.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Reads the body of a single order. The framework has buffered a body of up to {@code quarkus.rest.input-buffer-size}
 * without blocking; a larger one comes as a stream on a worker thread, and no more of it is read than the limit.
 *
 * <p>It is a reader of the framework's own kind: for one of Jakarta's the framework parses the annotations of the method's
 * parameters, twice for each request.
 */
@Provider
public class BoundedBodyReader implements ServerMessageBodyReader<BoundedBody> {
    private final long limit;

    BoundedBodyReader(OrdersConfig config) {
        this.limit = config.maxBytes().asLongValue();
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo method, MediaType mediaType) {
        return type == BoundedBody.class;
    }

    @Override
    public BoundedBody readFrom(
            Class<BoundedBody> type, Type genericType, MediaType mediaType, ServerRequestContext context) {
        return BoundedBody.read(context.getInputStream(), limit);
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
