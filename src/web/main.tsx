import { signal } from '@preact/signals'
import { render } from 'preact'

const title = signal('CLOVA Home')

const root = document.getElementById('app')
if (root) render(<h1>{title}</h1>, root)
