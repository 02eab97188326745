import type { Rds } from '../rds.ts';
import type { Snapshot } from '../state/snapshot.ts';

/** The snapshot is gone at once; its data go when nothing reads them any more. RDS sends no event. */
export const removeSnapshot = (rds: Rds, snapshot: Snapshot): void => {
  rds.regions.at(snapshot.place).snapshots.delete(snapshot.id);
  rds.background.start({
    what: `removing the data of the snapshot ${snapshot.id}`,
    on: [snapshot.dataKey],
    run: () => rds.engine.deleteSnapshot(snapshot.dataKey),
    lasting: 0,
    done: () => undefined,
    failed: () => undefined,
  });
};
