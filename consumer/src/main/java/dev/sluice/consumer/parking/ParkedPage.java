package dev.sluice.consumer.parking;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A page of parked messages, the oldest first.
 *
 * @param messages the messages
 * @param next what {@code after} has to be for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParkedPage(List<ParkedMessage> messages, String next) {}
