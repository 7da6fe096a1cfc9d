// Where the boards are, and the ways between them.
import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';

export const FLEET_UID = 'heapcast-fleet';
export const SERVICE_UID = 'heapcast-service';
export const JVM_UID = 'heapcast-jvm';
export const LEAK_UID = 'heapcast-leak';
export const SELF_UID = 'heapcast-self';

/** What a click leads to; words and address are Grafana's expressions. */
export interface Link {
  title: string;
  url: string;
}

const keptScope = '${cluster:queryparam}&${environment:queryparam}&${namespace:queryparam}';
// What is kept on the way to what was clicked, whose service is told by its own label: it may have a namesake in
// another cluster, environment or namespace.
const kept = `\${__url_time_range}&\${datasource:queryparam}&${keptScope}`;

/** To one JVM; `service` and `instance` are Grafana expressions for the labels of what was clicked. */
export function jvmLink(service: string, instance: string): Link {
  return {
    title: 'Open this JVM',
    url: `/d/${JVM_UID}?${kept}&var-service=${service}&var-instance=${instance}`,
  };
}

/** To all replicas and versions of one service. */
export function serviceLink(service: string): Link {
  return { title: 'Open this service', url: `/d/${SERVICE_UID}?${kept}&var-service=${service}` };
}

/** To one alert. */
export function leakLink(service: string, leakId: string): Link {
  return {
    title: 'Open this leak',
    url: `/d/${LEAK_UID}?${kept}&var-service=${service}&var-leak=${leakId}`,
  };
}

/** At the top of every board: the way up, and to Heapcast's own health. */
export function fleetLink(scoped = true): DashboardLinkBuilder {
  return top('Fleet', 'Every JVM, worst first', FLEET_UID, scoped ? `&${keptScope}` : '');
}

/** At the top of a board of one service's JVMs. */
export function serviceTopLink(): DashboardLinkBuilder {
  const service = '&${service:queryparam}';
  return top('Service', 'All replicas and versions', SERVICE_UID, `&${keptScope}${service}`);
}

export function selfLink(): DashboardLinkBuilder {
  return top('Heapcast itself', 'Whether what you see here can be trusted', SELF_UID, '');
}

function top(title: string, tooltip: string, uid: string, more: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .icon('dashboard')
    .tooltip(tooltip)
    .keepTime(true)
    .url(`/d/${uid}?\${datasource:queryparam}${more}`);
}
