/** Which JVMs are attached to, and when: what their owners and the host's operator say. */
@NullMarked
package io.heapcast.collector.policy;

import org.jspecify.annotations.NullMarked;
