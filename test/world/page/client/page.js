// The page comes alive.
import { completeCommands } from './complete-commands.js'
import { find, post } from './post.js'
import { wireRush } from './send-rush.js'
import { showEvents } from './show-events.js'
import { tellNews } from './tell-news.js'
import { showModal, wireBlocks } from './use-blocks.js'
import { openHome, wireHome } from './use-home.js'
import { showChosenFault, wireProduct } from './use-product.js'

wireProduct()
wireRush()
wireBlocks()
wireHome()
completeCommands()

const tell = tellNews()
let isNews = true
const follow = () =>
  showEvents((arrived) => {
    showModal()
    showChosenFault()
    if (isNews) tell(arrived)
    isNews = true
  })
let unfollow = follow()

const scroller = find('#scroller', HTMLElement)
const showNewest = () => {
  scroller.scrollTop = scroller.scrollHeight
}
showNewest()
find('#drawer', HTMLElement).addEventListener('toggle', showNewest)

// A small screen has no room for all steps: the next one is always shown.
const firstSteps = find('#first-steps-fold', HTMLDetailsElement)
firstSteps.addEventListener('toggle', showNewest)
if (matchMedia('(width < 900px)').matches) firstSteps.open = false

// Switches to another person: the address keeps them for the next visit, and the server sends what they see.
find('#who', HTMLElement).addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return
  document.body.dataset['as'] = target.value
  history.replaceState(null, '', `?as=${target.value}`)
  unfollow()
  // What they have seen before is no news.
  isNews = false
  unfollow = follow()
  openHome()
})

document.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.closest('#start-bot') !== null) void post('/start-bot', {})
})
