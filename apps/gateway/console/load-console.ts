import type { Logger } from '@postern/observability';
import { ConsoleFiles } from './console-files.js';

/** Reads the console, or says that it is not built and ends the process with code 78 (EX_CONFIG). */
export async function loadConsoleOrExit(logger: Logger): Promise<ConsoleFiles> {
  try {
    return await ConsoleFiles.load();
  } catch (error) {
    logger.fatal({ cause: String(error) }, 'the console is not built: run `npm run build`');
    process.exit(78);
  }
}
