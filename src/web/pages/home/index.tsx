import { PageHead } from '../../components/pageHead.tsx'

export const Page = () => <PageHead title="home" />
