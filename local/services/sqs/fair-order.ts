import { DueHeap } from './due-heap.ts';
import { RecentSum, Tenant } from './tenant.ts';
import type { DeliveryOrder } from './delivery-order.ts';
import type { Entry } from './message.ts';

/**
 * A standard queue: by when messages became receivable, except that quiet tenants go before noisy ones, and the noisy
 * one with the fewest messages in flight before the others.
 */
export class FairOrder implements DeliveryOrder {
  readonly #tenants = new Map<string | undefined, Tenant>();
  /** Quiet tenants that have something to give, by the turn of their first message. */
  readonly #quiet = new DueHeap<Tenant>((tenant) => tenant.ticket);
  /** Noisy tenants that have something to give: fewer than twenty by the rule of shares. */
  #noisy: Tenant[] = [];
  readonly #processing = new RecentSum();
  #visible = 0;
  #inFlight = 0;
  #turn = 0;

  get receivable(): boolean {
    return this.#visible > 0;
  }

  added(entry: Entry, now: number): void {
    const tenant = this.#tenantOf(entry);
    tenant.count += 1;
    tenant.lastSentAt = now;
    if (entry.state === 'visible') this.#append(tenant, entry);
    else if (entry.state === 'in-flight') this.#addInFlight(tenant, 1);
  }

  becameVisible(entry: Entry, from: 'delayed' | 'in-flight', now: number): void {
    const tenant = this.#tenantOf(entry);
    if (from === 'in-flight') this.#settle(tenant, entry, now);
    this.#append(tenant, entry);
  }

  becameInFlight(entry: Entry): void {
    const tenant = this.#tenantOf(entry);
    this.#takeOut(tenant, entry);
    this.#addInFlight(tenant, 1);
  }

  removed(entry: Entry, from: 'delayed' | 'visible' | 'in-flight', now: number): void {
    const tenant = this.#tenantOf(entry);
    if (from === 'in-flight') this.#settle(tenant, entry, now);
    else if (from === 'visible') this.#takeOut(tenant, entry);
    tenant.count -= 1;
    // A tenant whose backlog is gone starts anew as a quiet one.
    if (tenant.count === 0) this.#tenants.delete(tenant.id);
  }

  take(most: number, now: number, visit: (entry: Entry) => boolean): void {
    this.#reviewNoisy(now);
    for (let taken = 0; taken < most;) {
      const entry = this.#next(now);
      if (entry === undefined) return;
      if (visit(entry)) taken += 1;
    }
  }

  #next(now: number): Entry | undefined {
    for (let top = this.#quiet.peek(); top !== undefined; top = this.#quiet.peek()) {
      const tenant = top.what;
      if (!tenant.isNoisy(this.#inFlight, this.#processing, now)) return tenant.visible.head;
      this.#becomeNoisy(tenant);
    }
    let least: Tenant | undefined;
    for (const tenant of this.#noisy) if (least === undefined || tenant.inFlight < least.inFlight) least = tenant;
    return least?.visible.head;
  }

  #becomeNoisy(tenant: Tenant): void {
    tenant.noisy = true;
    tenant.ticket += 1;
    this.#noisy.push(tenant);
  }

  #reviewNoisy(now: number): void {
    if (this.#noisy.length === 0) return;
    const kept: Tenant[] = [];
    for (const tenant of this.#noisy) {
      if (tenant.isNoisy(this.#inFlight, this.#processing, now)) kept.push(tenant);
      else {
        tenant.noisy = false;
        this.#queueUp(tenant);
      }
    }
    this.#noisy = kept;
  }

  #append(tenant: Tenant, entry: Entry): void {
    entry.turn = this.#turn++;
    tenant.visible.push(entry);
    this.#visible += 1;
    if (tenant.visible.head === entry) this.#queueUp(tenant);
  }

  #takeOut(tenant: Tenant, entry: Entry): void {
    const first = tenant.visible.head === entry;
    tenant.visible.remove(entry);
    this.#visible -= 1;
    if (!first) return;
    tenant.ticket += 1;
    if (tenant.visible.head !== undefined) {
      if (!tenant.noisy) this.#queueUp(tenant);
    } else if (tenant.noisy) {
      tenant.noisy = false;
      this.#noisy = this.#noisy.filter((other) => other !== tenant);
    }
  }

  #queueUp(tenant: Tenant): void {
    tenant.ticket += 1;
    this.#quiet.push(tenant.visible.head!.turn, tenant);
  }

  #settle(tenant: Tenant, entry: Entry, now: number): void {
    this.#addInFlight(tenant, -1);
    const held = now - (entry.record.lastReceivedAt ?? now);
    tenant.processing.add(held, now);
    this.#processing.add(held, now);
  }

  #addInFlight(tenant: Tenant, change: 1 | -1): void {
    tenant.inFlight += change;
    this.#inFlight += change;
  }

  #tenantOf(entry: Entry): Tenant {
    const id = entry.record.groupId;
    let tenant = this.#tenants.get(id);
    if (tenant === undefined) this.#tenants.set(id, (tenant = new Tenant(id)));
    return tenant;
  }
}
