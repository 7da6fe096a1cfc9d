package io.heapcast.server;

import io.heapcast.telemetry.v1.LeakAlert;

/**
 * An alert and when the broker appended this form of it, which is the wall time of its last change.
 */
record AlertView(LeakAlert alert, long appendedMs) {}
