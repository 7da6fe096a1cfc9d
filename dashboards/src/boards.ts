// Every board, by the name of its file.
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { fleet } from './fleet.js';
import { jvm } from './jvm.js';

export const boards: Readonly<Record<string, Dashboard>> = {
  fleet: fleet().build(),
  jvm: jvm().build(),
};
