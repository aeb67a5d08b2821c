import { ENGINE_TASKS, type EngineReply, type EngineRequest } from './engine-tasks';

/** The engine in a Web Worker, so that a page stays responsive while it computes. */
self.onmessage = ({ data }: MessageEvent<EngineRequest>): void => {
  self.postMessage(replyTo(data));
};

function replyTo({ task, text }: EngineRequest): EngineReply {
  try {
    return { text: ENGINE_TASKS[task](text) };
  } catch (error) {
    return { thrown: error instanceof Error ? error.message : String(error) };
  }
}
