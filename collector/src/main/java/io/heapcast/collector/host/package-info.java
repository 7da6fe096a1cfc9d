/**
 * What the host tells of its processes through {@code /proc}: {@link
 * io.heapcast.collector.host.JvmDiscovery} finds the JVMs, {@link
 * io.heapcast.collector.host.ServiceNaming} names them. Nothing here touches a JVM.
 */
@NullMarked
package io.heapcast.collector.host;

import org.jspecify.annotations.NullMarked;
