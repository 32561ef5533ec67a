package dev.sluice.emulator.broker;

/**
 * What has happened in an entity since it was made. Numbers only grow.
 *
 * @param accepted messages taken in, scheduled ones included, duplicates not
 * @param handedOut messages handed to consumers; one that is handed out twice counts twice
 * @param locksExpired locks that ran out unsettled
 * @param deadLettered messages given up for dead
 * @param expired messages whose time to live ended here, dead-lettered or not
 */
public record EntityActivity(long accepted, long handedOut, long locksExpired, long deadLettered, long expired) {

    /** Nothing at all. */
    public static final EntityActivity NONE = new EntityActivity(0, 0, 0, 0, 0);

    /** Both together. */
    public EntityActivity plus(EntityActivity other) {
        return new EntityActivity(
                accepted + other.accepted,
                handedOut + other.handedOut,
                locksExpired + other.locksExpired,
                deadLettered + other.deadLettered,
                expired + other.expired);
    }
}
