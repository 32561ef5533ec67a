package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;

/** A resource that was put. */
final class Resource {
    private final ResourceId id;
    private ObjectNode body;
    private int pollsLeft;
    private boolean deleting;

    Resource(ResourceId id, ObjectNode body) {
        this.id = id;
        this.body = body;
    }

    ResourceId id() {
        return id;
    }

    ObjectNode body() {
        return body;
    }

    void replace(ObjectNode body) {
        this.body = body;
    }

    /** Whether the last change of it is done. */
    boolean settled() {
        return pollsLeft == 0 && !deleting;
    }

    boolean deleting() {
        return deleting;
    }

    void change(int polls) {
        pollsLeft = polls;
    }

    void delete(int polls) {
        deleting = true;
        pollsLeft = polls;
    }

    /** Somebody looked: time passes. Returns false where it is gone by now. */
    boolean poll() {
        if (pollsLeft > 0) {
            pollsLeft--;
            return true;
        }
        return !deleting;
    }

    /** The change is done. */
    void settle() {
        pollsLeft = 0;
    }

    String state() {
        if (deleting) {
            return "Deleting";
        }
        return pollsLeft > 0 ? "Updating" : "Succeeded";
    }
}
