import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  TextWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, type IConstruct } from 'constructs';

/** A dashboard, with the state of its alarms at the top. */
export class Board {
  readonly dashboard: Dashboard;
  /** Read when the template is written, so that alarms made later are shown too. */
  readonly alarms: IAlarm[] = [];

  constructor(scope: Construct, id: string, title: string) {
    this.dashboard = new Dashboard(scope, id, { defaultInterval: Duration.hours(3) });
    this.add(new AlarmStatusWidget({ title: `Alarms: ${title}`, alarms: this.alarms, width: 24, height: 5 }));
  }

  add(...widgets: IWidget[]): void {
    this.dashboard.addWidgets(...widgets);
  }

  heading(text: string): void {
    this.add(new TextWidget({ markdown: `## ${text}`, width: 24, height: 1 }));
  }
}

/**
 * One dashboard for each pipeline (a topmost construct of the stack with queues of its own), and one for all the rest
 * and what is worth a look every day.
 */
export class MonitorBoards extends Construct {
  readonly overview: Board;
  private readonly pipelines = new Map<string, Board>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.overview = new Board(this, 'Overview', 'shared parts');
  }

  /** The dashboard of the pipeline that a construct is part of, made where there is none yet. */
  open(construct: IConstruct): Board {
    const pipeline = pipelineOf(construct);
    const board = this.pipelines.get(pipeline) ?? new Board(this, pipeline, pipeline.toLowerCase());
    this.pipelines.set(pipeline, board);
    return board;
  }

  /** The dashboard of the pipeline that a construct is part of; the overview, where it is part of none. */
  find(construct: IConstruct): Board {
    return this.pipelines.get(pipelineOf(construct)) ?? this.overview;
  }
}

/** The topmost construct of the stack that holds this one. */
function pipelineOf(construct: IConstruct): string {
  const stack = Stack.of(construct);
  return construct.node.scopes.find(({ node }) => node.scope === stack)!.node.id;
}

/** Four of them fill a line. */
export function graph(title: string, left: IMetric[], width = 6): GraphWidget {
  return new GraphWidget({ title, left, width, height: 5, leftYAxis: { min: 0 } });
}
