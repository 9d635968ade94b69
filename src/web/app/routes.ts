import type { ComponentType } from 'preact'
import type { IconName } from '../components/icon.tsx'
import type { Messages } from '../i18n/messages.ts'

/** What the file of a page exports. */
interface PageModule {
  /** the page itself, inside of `<main>` */
  readonly Page: ComponentType
  /** what stands beside it when its address has an id; it draws a `Sheet` */
  readonly Sheet?: ComponentType<{ readonly id: string }>
}

interface Route {
  readonly page: string
  readonly icon: IconName
  readonly label: (text: Messages) => string
  /** members see their appliances only */
  readonly isForOwner: boolean
  /** false: it has an address, but no place in the menu */
  readonly isInMenu?: false
  /** loaded when it is opened */
  readonly load: () => Promise<PageModule>
}

/** Every page. To add one, add its row here and its file in `pages/`. */
export const routes: readonly Route[] = [
  {
    page: 'home',
    icon: 'home',
    label: ({ common }) => common.pages.home,
    isForOwner: false,
    load: () => import('../pages/home/index.tsx'),
  },
  {
    page: 'log',
    icon: 'log',
    label: ({ common }) => common.pages.log,
    isForOwner: true,
    load: () => import('../pages/log/index.tsx'),
  },
  {
    page: 'health',
    icon: 'health',
    label: ({ common }) => common.pages.health,
    isForOwner: true,
    load: () => import('../pages/health/index.tsx'),
  },
  {
    page: 'remotes',
    icon: 'remote',
    label: ({ common }) => common.pages.remotes,
    isForOwner: true,
    load: () => import('../pages/remotes/index.tsx'),
  },
  {
    page: 'settings',
    icon: 'config',
    label: ({ common }) => common.pages.settings,
    isForOwner: true,
    load: () => import('../pages/settings/index.tsx'),
  },
  {
    page: 'setup',
    icon: 'config',
    label: ({ common }) => common.pages.setup,
    isForOwner: true,
    isInMenu: false,
    load: () => import('../pages/setup/index.tsx'),
  },
]
