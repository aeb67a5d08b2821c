import type { Bar } from './bars';
import type { Results } from './bench';
import { browserBars, browserTable, measureBrowser } from './browser';
import { fillBars, fillTable, measureFill } from './fill';
import { measureNetworks, networkBars, networkTable } from './network';
import { measurePipeline, pipelineBars, pipelineTable } from './pipeline';
import type { Plan } from './plan';
import { barTable } from './report';

/** What is computed only, without a server: its own promises, tables and figures. */
export async function measureDivision(plan: Plan, say: (text: string) => void): Promise<Results> {
  const bars: Bar[] = [];
  const tables: string[] = [];
  const json: Record<string, unknown> = {};
  if (plan.parts.includes('fill')) {
    const growth = measureFill(plan.fill, say);
    bars.push(...fillBars(growth));
    tables.push(fillTable(growth));
    json['fill'] = growth;
  }
  if (plan.parts.includes('network')) {
    const networks = await measureNetworks(plan.network, say);
    bars.push(...networkBars(networks));
    tables.push(networkTable(networks));
    json['network'] = networks;
  }
  if (plan.parts.includes('pipeline')) {
    const runs = measurePipeline(plan.pipeline, say);
    bars.push(...pipelineBars(runs));
    tables.push(pipelineTable(runs));
    json['pipeline'] = runs;
  }
  if (plan.parts.includes('browser')) {
    const inBrowser = await measureBrowser(plan.browser, say);
    bars.push(...browserBars(inBrowser));
    tables.push(browserTable(inBrowser));
    json['browser'] = inBrowser;
  }
  const text = bars.length === 0 ? tables.join('\n') : [...tables, barTable(bars)].join('\n');
  return {
    text,
    json: { ...json, divisionBars: bars },
    svg: '',
    good: bars.every(({ met }) => met),
  };
}
