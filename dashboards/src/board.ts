// What all boards have in common.
import { DashboardBuilder, DashboardCursorSync } from '@grafana/grafana-foundation-sdk/dashboard';

export interface About {
  title: string;
  uid: string;
  /** The question that it answers. */
  description: string;
  /** How far back it looks at first. */
  from?: string;
}

export function board({ title, uid, description, from = 'now-1h' }: About): DashboardBuilder {
  return new DashboardBuilder(`Heapcast: ${title}`)
    .uid(uid)
    .description(description)
    .tags(['heapcast'])
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from, to: 'now' })
    .refresh('10s');
}
