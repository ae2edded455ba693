// Small comforts; every page works without them.
const $ = (selector, root = document) => root.querySelector(selector);
const on = addEventListener;
const near = (event, selector) => event.target.closest?.(selector);

// Tooltip: hover, focus, Esc; the pointer may move onto it.
const tip = $('#tip');
let owner, timer;
const hide = () => {
	tip.hidden = true;
	owner?.removeAttribute('aria-describedby');
	owner = null;
};
const show = (el, x, y) => {
	if (el === owner) return;
	hide();
	owner = el;
	tip.textContent = el.dataset.tip;
	tip.hidden = false;
	if (el.ariaLabel !== el.dataset.tip) el.setAttribute('aria-describedby', 'tip');
	const height = tip.offsetHeight;
	tip.style.left = Math.max(8, Math.min(x + 12, innerWidth - tip.offsetWidth - 8)) + 'px';
	tip.style.top = (y + 16 + height > innerHeight ? y - height - 12 : y + 16) + 'px';
};
if (tip) {
	on('pointerover', e => {
		const el = near(e, '[data-tip]');
		clearTimeout(timer);
		if (el) show(el, e.clientX, e.clientY);
		else if (owner && !near(e, '#tip')) timer = setTimeout(hide, 150);
	});
	on('focusin', e => {
		const el = near(e, '[data-tip]:focus-visible');
		if (!el) return hide();
		const box = el.getBoundingClientRect();
		show(el, box.left + box.width / 2, box.bottom - box.height / 2);
	});
	on('keydown', e => e.key === 'Escape' && hide());
}

// Row density, remembered.
const density = chosen => {
	try {
		if (chosen != null) localStorage.density = chosen;
		chosen = localStorage.density;
		// Storage is off: the choice holds for this page.
	} catch {}
	document.documentElement.dataset.density = chosen ||= '';
	for (const select of document.querySelectorAll('[data-densities]')) {
		select.value = chosen;
		select.closest('label').hidden = false;
	}
};
density();

// A form sends once. Unsaved changes are asked about.
const lock = (form, on) => {
	form.toggleAttribute('data-sent', on);
	for (const control of form.elements) if (control.type === 'submit') control.disabled = on;
};
on('pageshow', () => document.querySelectorAll('[data-sent]').forEach(form => lock(form, false)));
on('input', e => near(e, 'form[data-guard]')?.setAttribute('data-guard', 'dirty'));
on('beforeunload', e => $('[data-guard=dirty]') && e.preventDefault());

// Fragment swap: what goes wrong becomes a normal navigation.
const swap = async (from, url, body, focus, normally) => {
	const old = $(from.dataset.swap);
	try {
		old.ariaBusy = 'true';
		const answer = await fetch(url, { method: body ? 'POST' : 'GET', body, headers: { 'X-Fragment': '1' } });
		const fresh = $(from.dataset.swap, new DOMParser().parseFromString(await answer.text(), 'text/html'));
		// Done: never twice. But what saves itself never leads away from what is being typed.
		if (!fresh && answer.redirected && !from.dataset.draft) return location.assign(answer.url);
		if (!fresh) throw 0;
		old.replaceWith(fresh);
		density();
		if (!body) {
			history.replaceState({ swap: 1 }, '');
			history.pushState({ swap: 1 }, '', answer.url);
		}
		const head = $('h1,h2,h3,caption', fresh) || fresh;
		if (focus) {
			head.tabIndex = -1;
			head.focus();
		}
		$('#live').textContent = ($('[role=alert],[role=status]', fresh) || head).textContent;
	} catch {
		if (old) old.ariaBusy = null;
		from.removeAttribute('data-swap');
		normally();
	}
};
on('popstate', e => e.state?.swap && location.reload());
on('click', e => {
	const a = near(e, 'a[data-swap]');
	if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
	e.preventDefault();
	swap(a, a.href, null, true, () => a.click());
});
let automatic = false;
on('submit', e => {
	const { target: form, submitter: by } = e, post = form.method === 'post';
	if (form.matches('[data-sent]')) return e.preventDefault();
	if (form.dataset.guard) form.dataset.guard = '';
	if (!form.dataset.swap) {
		// The pressed button still counts.
		if (post) setTimeout(() => lock(form, true));
		return;
	}
	e.preventDefault();
	const data = new URLSearchParams(new FormData(form));
	if (by?.name) data.append(by.name, by.value);
	const url = new URL(by?.getAttribute('formaction') || form.getAttribute('action') || '', location);
	if (post) lock(form, true);
	else url.search = data;
	swap(form, url, post ? data : null, !automatic, () => {
		lock(form, false);
		form.requestSubmit(by);
	}).then(() => form.dataset.swap && lock(form, false));
});
on('change', ({ target }) => {
	if (target.matches('[data-densities]')) density(target.value);
	if (!target.matches('[data-auto]')) return;
	automatic = true;
	target.form.requestSubmit();
	automatic = false;
});

// In a table of fields ↑ and ↓ stay in the column; Ctrl+Enter presses the last button.
on('keydown', e => {
	const form = near(e, '[data-grid]'), cell = near(e, 'td:has(input)');
	const way = { ArrowDown: 'next', ArrowUp: 'previous' }[e.key], enter = e.ctrlKey && e.key === 'Enter';
	if (!form || !enter && !(way && cell)) return;
	e.preventDefault();
	if (enter) return form.requestSubmit($('[data-last]', form));
	const row = cell.parentNode[way + 'ElementSibling'];
	if (row) $('input:not([type=hidden])', row.cells[cell.cellIndex]).select();
});

// A form with a [data-draft] saves itself as a draft when typing pauses; that element says when, or why not. Where
// nothing answers, or the way leads to signing in, it says its own words and tries again with the next key.
let pause;
on('input', e => {
	const form = near(e, 'form:has([data-draft])');
	if (!form) return;
	clearTimeout(pause);
	pause = setTimeout(() => {
		const saved = $('[data-draft]', form);
		if (!form.matches('[data-sent]')) swap(saved, form.action, new URLSearchParams(new FormData(form)), false, () => {
			saved.dataset.swap = '#saved';
			saved.lastChild.data = saved.dataset.draft;
		});
	}, 1500);
});

// A file may be dropped around its field.
for (const type of ['dragover', 'dragleave', 'drop']) on(type, e => {
	const zone = near(e, '[data-drop]');
	if (!zone) return;
	e.preventDefault();
	zone.classList.toggle('over', type === 'dragover');
	if (type === 'drop') $('[type=file]', zone).files = e.dataTransfer.files;
});
