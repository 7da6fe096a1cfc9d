// Every board, by the name of its file.
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { fleet } from './fleet.js';
import { jvm } from './jvm.js';
import { leak } from './leak.js';
import { self } from './self.js';
import { service } from './service.js';

export const boards: Readonly<Record<string, Dashboard>> = {
  fleet: fleet().build(),
  service: service().build(),
  jvm: jvm().build(),
  leak: leak().build(),
  self: self().build(),
};
