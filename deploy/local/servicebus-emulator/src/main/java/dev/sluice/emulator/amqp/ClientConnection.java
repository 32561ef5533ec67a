package dev.sluice.emulator.amqp;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What the links of one connection share. Sessions are locked in its name, so that requests on another of its links can be
 * told from those of others.
 *
 * @param transactions those that a transfer or a settlement may name
 * @param acknowledgements withhold answers until what they acknowledge is kept
 * @param eventLoop the connection's event loop, followed by a flush of what was written
 * @param roomToWrite whether the connection takes more, or already buffers enough
 */
record ClientConnection(
        Transactions transactions,
        Acknowledgements acknowledgements,
        Executor eventLoop,
        BooleanSupplier roomToWrite) {}
