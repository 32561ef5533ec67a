package dev.sluice.functions.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.functions.handler.Handler;
import dev.sluice.functions.handler.HostLog;
import dev.sluice.functions.handler.Invocation;
import dev.sluice.functions.handler.InvocationAnswer;
import dev.sluice.functions.handler.InvocationFailedException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Invokes one triggered function and judges the answer. */
final class FunctionCaller {

    private final String function;
    private final Handler handler;
    private final HostLog log;

    FunctionCaller(String function, Handler handler, HostLog log) {
        this.function = function;
        this.handler = handler;
        this.log = log;
    }

    /** True if the invocation succeeded; what failed is logged. Never completes exceptionally. */
    CompletableFuture<Boolean> call(JsonNode envelope, String traceParent) {
        var invocation = new Invocation(
                UUID.randomUUID(), function, traceParent, envelope.toString().getBytes(StandardCharsets.UTF_8));
        return handler.invoke(invocation).thenAccept(this::judge).handle((nothing, failure) -> {
            if (failure != null) {
                var cause = failure.getCause() != null ? failure.getCause() : failure;
                log.line("%s: invocation %s failed: %s", function, invocation.id(), cause.getMessage());
            }
            return failure == null;
        });
    }

    private void judge(InvocationAnswer answer) {
        answer.logs().forEach(line -> log.line("%s: %s", function, line));
        if (!answer.outputs().isMissingNode() && !answer.outputs().isEmpty()) {
            Iterator<String> names = answer.outputs().fieldNames();
            throw new InvocationFailedException("the handler answered Outputs '" + names.next()
                    + "', but the function has no output binding: the real host drops it without a word, this one refuses;"
                    + " send with the SDK instead");
        }
        if (!answer.returnValue().isMissingNode()) {
            log.line(
                    "%s: the handler answered a ReturnValue, and the function has no $return binding: ignored",
                    function);
        }
    }
}
