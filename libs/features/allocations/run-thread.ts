import { certifiedRun } from '#domain/allocation/certified-run';
import { parseSnapshot } from '#domain/release/snapshot-reader';
import { answerTask } from '#platform/threads/answer-task';

// One run, from the stored bytes of its snapshot, exactly as an auditor will compute it.
answerTask((snapshot: string) => certifiedRun(parseSnapshot(JSON.parse(snapshot))).record);
