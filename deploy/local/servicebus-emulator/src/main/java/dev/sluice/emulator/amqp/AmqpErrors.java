package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.security.AccessRight;
import java.time.Instant;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The error conditions of AMQP and of Azure Service Bus, and the status codes that stand for them. */
final class AmqpErrors {

    static final Symbol NOT_FOUND = Symbol.valueOf("amqp:not-found");
    static final Symbol NOT_ALLOWED = Symbol.valueOf("amqp:not-allowed");
    static final Symbol NOT_IMPLEMENTED = Symbol.valueOf("amqp:not-implemented");
    static final Symbol DECODE_ERROR = Symbol.valueOf("amqp:decode-error");
    static final Symbol RESOURCE_LIMIT_EXCEEDED = Symbol.valueOf("amqp:resource-limit-exceeded");
    static final Symbol MESSAGE_SIZE_EXCEEDED = Symbol.valueOf("amqp:link:message-size-exceeded");
    static final Symbol DETACH_FORCED = Symbol.valueOf("amqp:link:detach-forced");
    static final Symbol UNAUTHORIZED_ACCESS = Symbol.valueOf("amqp:unauthorized-access");
    static final Symbol SERVER_BUSY = Symbol.valueOf("com.microsoft:server-busy");
    static final Symbol ENTITY_DISABLED = Symbol.valueOf("com.microsoft:entity-disabled");
    static final Symbol CONNECTION_FORCED = Symbol.valueOf("amqp:connection:forced");
    static final Symbol INTERNAL_ERROR = Symbol.valueOf("amqp:internal-error");
    static final Symbol MESSAGE_LOCK_LOST = Symbol.valueOf("com.microsoft:message-lock-lost");
    static final Symbol SESSION_LOCK_LOST = Symbol.valueOf("com.microsoft:session-lock-lost");
    static final Symbol SESSION_CANNOT_BE_LOCKED = Symbol.valueOf("com.microsoft:session-cannot-be-locked");
    static final Symbol TIMEOUT = Symbol.valueOf("com.microsoft:timeout");
    static final Symbol MESSAGE_NOT_FOUND = Symbol.valueOf("com.microsoft:message-not-found");
    static final Symbol ENTITY_ALREADY_EXISTS = Symbol.valueOf("com.microsoft:entity-already-exists");
    static final Symbol ARGUMENT_ERROR = Symbol.valueOf("com.microsoft:argument-error");
    static final Symbol TRANSACTION_UNKNOWN = Symbol.valueOf("amqp:transaction:unknown-id");
    static final Symbol TRANSACTION_TIMEOUT = Symbol.valueOf("amqp:transaction:timeout");
    static final Symbol TRANSACTION_ROLLBACK = Symbol.valueOf("amqp:transaction:rollback");
    static final Symbol DEAD_LETTER = Symbol.valueOf("com.microsoft:dead-letter");

    private AmqpErrors() {}

    static ErrorCondition of(BrokerException refusal) {
        return new ErrorCondition(condition(refusal.reason()), traced(refusal.getMessage()));
    }

    static ErrorCondition of(Symbol condition, String description) {
        return new ErrorCondition(condition, traced(description));
    }

    /** What Azure says of an entity that is not there. */
    static ErrorCondition entityNotFound(String address) {
        return of(
                NOT_FOUND,
                "The messaging entity 'sb://sluice-emulator/" + address
                        + "' could not be found. To know more visit https://aka.ms/sbResourceMgrExceptions. ");
    }

    /** What Azure says to whoever lacks a right; with null, any right would do. */
    static ErrorCondition unauthorized(AccessRight right, String address) {
        var claims = right == null ? "Send,Listen,Manage" : right.azureName();
        return of(
                UNAUTHORIZED_ACCESS,
                "Unauthorized access. '" + claims + "' claim(s) are required to perform this operation. Resource:"
                        + " 'sb://sluice-emulator/" + address + "'.");
    }

    /** What Azure says when it wants clients to slow down; here a fault that was injected. */
    static ErrorCondition serverBusy() {
        return of(
                SERVER_BUSY,
                "The server was unable to process the request; please retry the operation. (injected fault)");
    }

    static Symbol condition(BrokerException.Reason reason) {
        return switch (reason) {
            case QUOTA_EXCEEDED -> RESOURCE_LIMIT_EXCEEDED;
            case MESSAGE_TOO_LARGE -> MESSAGE_SIZE_EXCEEDED;
            case LOCK_LOST -> MESSAGE_LOCK_LOST;
            case SESSION_LOCK_LOST -> SESSION_LOCK_LOST;
            case SESSION_CANNOT_BE_LOCKED -> SESSION_CANNOT_BE_LOCKED;
            case MESSAGE_NOT_FOUND -> MESSAGE_NOT_FOUND;
            case INVALID_ARGUMENT -> ARGUMENT_ERROR;
            case NOT_ALLOWED -> NOT_ALLOWED;
            case TRANSACTION_ENDED -> TRANSACTION_ROLLBACK;
            case TRANSACTION_TIMED_OUT -> TRANSACTION_TIMEOUT;
            case TRANSACTION_UNKNOWN -> TRANSACTION_UNKNOWN;
            case ENTITY_DISABLED -> ENTITY_DISABLED;
            case ENTITY_EXISTS -> ENTITY_ALREADY_EXISTS;
            case ENTITY_NOT_FOUND -> NOT_FOUND;
            case MESSAGE_DAMAGED -> INTERNAL_ERROR;
            // The SDK retries an internal error until the caller gives up waiting, and never shows its text.
            case STORE_FAILED -> RESOURCE_LIMIT_EXCEEDED;
        };
    }

    /** The HTTP-like status code of a {@code $management} answer. */
    static int statusCode(BrokerException.Reason reason) {
        return switch (reason) {
            case MESSAGE_NOT_FOUND, ENTITY_NOT_FOUND -> 404;
            case ENTITY_EXISTS -> 409;
            case QUOTA_EXCEEDED, MESSAGE_TOO_LARGE, ENTITY_DISABLED -> 403;
            case LOCK_LOST, SESSION_LOCK_LOST, SESSION_CANNOT_BE_LOCKED -> 410;
            case INVALID_ARGUMENT, NOT_ALLOWED, TRANSACTION_ENDED, TRANSACTION_TIMED_OUT, TRANSACTION_UNKNOWN -> 400;
            case MESSAGE_DAMAGED, STORE_FAILED -> 500;
        };
    }

    /** Azure ends every description with these; clients print them, and some parse them. */
    private static String traced(String description) {
        return description + " TrackingId:" + UUID.randomUUID() + ", SystemTracker:sluice-emulator, Timestamp:"
                + Instant.now();
    }
}
