import { writeFileSync } from 'node:fs';
import { LIFE_CYCLES_PAGE, lifeCyclesPage } from './life-cycles-page';

writeFileSync(LIFE_CYCLES_PAGE, lifeCyclesPage());
