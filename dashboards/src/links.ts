// Where the boards are, and the ways between them.
import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';

export const FLEET_UID = 'heapcast-fleet';
export const JVM_UID = 'heapcast-jvm';

// What is kept on the way to what was clicked, which is told by its own labels.
const kept = '${__url_time_range}&${datasource:queryparam}';

/** To one JVM; `service` and `instance` are Grafana expressions for the labels of what was clicked. */
export function jvmLink(service: string, instance: string): { title: string; url: string } {
  return {
    title: 'Open this JVM',
    url: `/d/${JVM_UID}?${kept}&var-service=${service}&var-instance=${instance}`,
  };
}

/** To the fleet, with all JVMs of one service. */
export function serviceLink(service: string): { title: string; url: string } {
  return { title: 'All JVMs of this service', url: `/d/${FLEET_UID}?${kept}&var-service=${service}` };
}

/** At the top of the board of a JVM. */
export function fleetLink(): DashboardLinkBuilder {
  return new DashboardLinkBuilder('Fleet')
    .type(DashboardLinkType.Link)
    .icon('dashboard')
    .tooltip('Every JVM, worst first')
    .keepTime(true)
    .url(`/d/${FLEET_UID}?\${datasource:queryparam}&\${environment:queryparam}&\${namespace:queryparam}`);
}
