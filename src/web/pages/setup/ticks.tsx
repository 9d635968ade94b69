import { explained } from '../../components/explained.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { momentText } from '../../i18n/time.ts'
import { appliances } from '../../state/home.ts'
import type { ConsoleStep, tickStates } from './steps.ts'
import { setupText } from './text/index.ts'

type Tick = ReturnType<typeof tickStates>[number]

const icons: Readonly<Record<Tick['state'], readonly [IconName, string]>> = {
  done: ['ok', 'good'],
  failed: ['fail', 'bad'],
  waiting: ['wait', 'turning'],
  later: ['empty', 'soft'],
}

/** How far CLOVA has come: each step sets itself when it was seen; the one that is awaited says what to do. */
export function Ticks({ ticks }: { readonly ticks: readonly Tick[] }) {
  const words = setupText()
  const isAllDone = ticks.every(({ state }) => state === 'done')
  return (
    <section class="card ticks" id="ticks" aria-live="polite">
      <div class="pad">
        <h2>{isAllDone ? words.allDone : words.ticksTitle}</h2>
        <p class="small soft">{isAllDone ? words.allDoneReason : words.ticksIntro}</p>
      </div>
      <ol>
        {ticks.map(({ step, state }) => {
          const [icon, tone] = icons[state]
          return (
            <li class={`row ${state}`} key={step.step}>
              <Icon name={icon} class={tone} />
              <div>
                <h3>
                  <span class="spoken">{words.tickStates[state]}: </span>
                  {words.ticks[step.step]}
                </h3>
                <p class="small soft">{hintOf(step, state)}</p>
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** When it was seen and by whom, why it failed, or what to do for it. */
function hintOf(step: ConsoleStep, state: Tick['state']): string {
  const words = setupText()
  if (state === 'done') return [step.at !== undefined && momentText(step.at), step.user].filter(Boolean).join(' · ')
  if (state === 'failed')
    return [step.failedAt !== undefined && momentText(step.failedAt), step.reason && explained(step.reason)]
      .filter(Boolean)
      .join(' · ')
  if (state === 'later') return ''
  const name = appliances.value.find(({ status }) => status.value.isExposed)?.status.value.name
  return step.step === 'speaker' ? words.waiting.speaker(name) : words.waiting[step.step]
}
