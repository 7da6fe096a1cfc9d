package io.heapcast.server;

/** Where notices go: an Alertmanager or a webhook. */
interface Target {

  /** Takes in the newest form of a notice; it is sent with the next round. Never blocks long. */
  void put(Notice notice);

  /** Sends what is due. Blocks for at most a request's timeout; only one thread may call it. */
  void postDue() throws InterruptedException;
}
