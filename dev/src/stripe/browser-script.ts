import { BROWSER_WORDS } from "./browser-words.js";

/**
 * What a shop loads instead of js.stripe.com: `window.Stripe(publishableKey)` with the calls a card checkout uses.
 * Plain JavaScript sent as it stands. It makes no <style> and no inline handler, so a strict CSP lets it work.
 */
export const BROWSER_SCRIPT = String.raw`(function () {
"use strict";
if (window.Stripe) return;
var script = document.currentScript;
var BASE = script && script.src ? new URL(script.src).origin : (window.STRIPE_STANDIN_URL || "");
var WORDS = ${JSON.stringify(BROWSER_WORDS)};
var serial = 0;

function wordsFor(locale) {
  var name = locale && locale !== "auto" ? locale : (document.documentElement.lang || navigator.language || "en");
  return WORDS[name.slice(0, 2) === "zh" ? "zh" : "en"];
}
function flatten(value, key, into) {
  if (value === undefined || value === null) return into;
  if (typeof value === "object") {
    Object.keys(value).forEach(function (k) { flatten(value[k], key ? key + "[" + k + "]" : k, into); });
  } else into.append(key, String(value));
  return into;
}
function intentId(secret) { return String(secret).split("_secret_")[0]; }

function make(tag, props, children) {
  var node = document.createElement(tag);
  Object.keys(props || {}).forEach(function (name) {
    if (name === "css") Object.keys(props.css).forEach(function (k) { node.style[k] = props.css[k]; });
    else if (name === "text") node.textContent = props.text;
    else node.setAttribute(name, props[name]);
  });
  (children || []).forEach(function (child) { node.appendChild(child); });
  return node;
}

function luhn(digits) {
  var sum = 0;
  for (var i = 0; i < digits.length; i++) {
    var d = Number(digits[digits.length - 1 - i]);
    if (i % 2) { d *= 2; if (d > 9) d -= 9; }
    sum += d;
  }
  return sum % 10 === 0;
}
function parseExpiry(value) {
  var match = /^\s*(\d{1,2})\s*[\/\-. ]\s*(?:20)?(\d{2})\s*$/.exec(value);
  return match ? { month: Number(match[1]), year: 2000 + Number(match[2]) } : null;
}

function CardElement(type, words) {
  var self = this;
  self._type = type; self._words = words; self._handlers = {}; self._fields = {}; self._root = null;
  self._uid = "standin-card-" + (++serial);
}
CardElement.prototype = {
  on: function (name, handler) { (this._handlers[name] = this._handlers[name] || []).push(handler); return this; },
  once: function (name, handler) {
    var self = this;
    return self.on(name, function once(event) { self.off(name, once); handler(event); });
  },
  off: function (name, handler) {
    this._handlers[name] = (this._handlers[name] || []).filter(function (h) { return handler && h !== handler; });
    return this;
  },
  _emit: function (name, event) { (this._handlers[name] || []).slice().forEach(function (h) { h(event); }); },
  mount: function (where) {
    var self = this;
    var host = typeof where === "string" ? document.querySelector(where) : where;
    if (!host) throw new Error("IntegrationError: there is no element " + where);
    self.unmount();
    var grid = make("div", { css: { display: "grid", gap: "12px", gridTemplateColumns: "1fr 1fr" } }, [
      self._field("number", "cc-number", "1 / -1", 23), self._field("expiry", "cc-exp", "auto", 7), self._field("cvc", "cc-csc", "auto", 4)
    ]);
    self._root = make("div", { role: "group", "aria-label": self._words.group, "data-stripe-standin": self._type }, [grid]);
    host.appendChild(self._root);
    setTimeout(function () { self._emit("ready", { elementType: self._type }); }, 0);
    return self;
  },
  _field: function (name, autocomplete, column, max) {
    var self = this, id = self._uid + "-" + name, words = self._words;
    var input = make("input", {
      id: id, inputmode: "numeric", autocomplete: autocomplete, maxlength: String(max), "aria-describedby": id + "-hint " + id + "-error",
      css: { font: "inherit", width: "100%", boxSizing: "border-box", minHeight: "44px", padding: "8px", border: "2px solid #767d78", borderRadius: "8px" }
    });
    var error = make("div", { id: id + "-error", role: "alert", css: { color: "#b42318" } });
    input.addEventListener("input", function () {
      if (name === "number") {
        var caretAtEnd = input.selectionStart === input.value.length;
        if (caretAtEnd) input.value = input.value.replace(/\D/g, "").replace(/(\d{4})(?=\d)/g, "$1 ");
      }
      if (error.textContent) self._show(name);
      self._changed();
    });
    input.addEventListener("focus", function () { self._emit("focus", { elementType: self._type }); });
    input.addEventListener("blur", function () {
      if (input.value) self._show(name);
      self._emit("blur", { elementType: self._type });
    });
    self._fields[name] = { input: input, error: error };
    return make("div", { css: { gridColumn: column } }, [
      make("label", { "for": id, text: words[name], css: { display: "block", fontWeight: "600" } }),
      make("div", { id: id + "-hint", text: words[name + "Hint"], css: { color: "#4a524d" } }), input, error
    ]);
  },
  _value: function (name) { return this._fields[name] ? this._fields[name].input.value.trim() : ""; },
  _problem: function (name) {
    var words = this._words, value = this._value(name);
    if (name === "number") {
      var digits = value.replace(/\D/g, "");
      return digits.length >= 12 && luhn(digits) ? null : { code: digits ? "invalid_number" : "incomplete_number", message: words.badNumber };
    }
    if (name === "expiry") {
      var e = parseExpiry(value), now = new Date();
      var months = e ? e.year * 12 + e.month - (now.getFullYear() * 12 + now.getMonth() + 1) : -1;
      return e && e.month >= 1 && e.month <= 12 && months >= 0 && months <= 600 ? null : { code: value ? "invalid_expiry_year_past" : "incomplete_expiry", message: words.badExpiry };
    }
    return /^\d{3,4}$/.test(value) ? null : { code: "incomplete_cvc", message: words.badCvc };
  },
  _show: function (name) {
    var field = this._fields[name], problem = this._problem(name);
    field.error.textContent = problem ? problem.message : "";
    if (problem) field.input.setAttribute("aria-invalid", "true"); else field.input.removeAttribute("aria-invalid");
    return problem;
  },
  _state: function () {
    var self = this, names = ["number", "expiry", "cvc"];
    var problems = names.map(function (name) { return self._problem(name); });
    var shown = names.filter(function (name) { return self._fields[name] && self._fields[name].error.textContent; })[0];
    var problem = shown ? self._problem(shown) : null;
    return {
      elementType: self._type, empty: names.every(function (name) { return !self._value(name); }),
      complete: problems.every(function (p) { return !p; }), brand: "unknown", value: { type: "card" },
      error: problem ? { type: "validation_error", code: problem.code, message: problem.message } : undefined
    };
  },
  _changed: function () { this._emit("change", this._state()); },
  /* Shows every problem, moves the focus to the first; null when all is well. */
  _check: function () {
    var self = this, first = null;
    if (!self._root) return { type: "validation_error", code: "incomplete", message: "The element is not mounted." };
    ["number", "expiry", "cvc"].forEach(function (name) {
      var problem = self._show(name);
      if (problem && !first) { first = problem; self._fields[name].input.focus(); }
    });
    self._changed();
    return first ? { type: "validation_error", code: first.code, message: first.message } : null;
  },
  _card: function () {
    var e = parseExpiry(this._value("expiry")) || {};
    return { number: this._value("number").replace(/\D/g, ""), exp_month: e.month, exp_year: e.year, cvc: this._value("cvc") };
  },
  unmount: function () { if (this._root && this._root.parentNode) this._root.parentNode.removeChild(this._root); this._root = null; return this; },
  destroy: function () { this.unmount(); this._handlers = {}; this._fields = {}; },
  clear: function () { var f = this._fields; Object.keys(f).forEach(function (n) { f[n].input.value = ""; f[n].error.textContent = ""; }); this._changed(); },
  focus: function () { if (this._fields.number) this._fields.number.input.focus(); },
  blur: function () { if (document.activeElement) document.activeElement.blur(); },
  collapse: function () {}, update: function () { return this; }
};

/* The bank's question as a modal dialog: focus stays inside, Escape refuses. */
function askBuyer(words, amount) {
  return new Promise(function (resolve) {
    var before = document.activeElement, id = "standin-3ds-" + (++serial);
    var css = { font: "inherit", minHeight: "48px", padding: "8px 16px", margin: "16px 12px 0 0", borderRadius: "8px", border: "2px solid #14532d", cursor: "pointer" };
    var approve = make("button", { type: "button", text: words.approve, css: Object.assign({}, css, { background: "#14532d", color: "#fff" }) });
    var refuse = make("button", { type: "button", text: words.refuse, css: Object.assign({}, css, { background: "#fffdf8", color: "#14532d" }) });
    var dialog = make("dialog", { "aria-labelledby": id, css: { border: "2px solid #1f2421", borderRadius: "8px", padding: "24px", maxWidth: "24rem" } }, [
      make("h2", { id: id, text: words.bankAsks, css: { marginTop: "0" } }), make("p", { text: words.ask.replace("{amount}", amount) }), approve, refuse
    ]);
    function close(approved) {
      dialog.close(); dialog.parentNode.removeChild(dialog);
      if (before && before.focus) before.focus();
      resolve(approved);
    }
    approve.addEventListener("click", function () { close(true); });
    refuse.addEventListener("click", function () { close(false); });
    dialog.addEventListener("cancel", function (event) { event.preventDefault(); close(false); });
    document.body.appendChild(dialog);
    dialog.showModal(); approve.focus();
  });
}

function Stripe(key, options) {
  if (typeof key !== "string" || key.slice(0, 8) !== "pk_test_") throw new Error("IntegrationError: use a publishable test key (pk_test_...).");
  var settings = options || {};
  var words = wordsFor(settings.locale);

  function call(method, path, params) {
    var body = flatten(params || {}, "", new URLSearchParams());
    var headers = { Authorization: "Bearer " + key };
    if (settings.stripeAccount) headers["Stripe-Account"] = settings.stripeAccount;
    var url = BASE + "/v1" + path;
    var init = { method: method, headers: headers };
    if (method === "GET") url += "?" + body; else init.body = body;
    return fetch(url, init).then(function (response) { return response.json(); }).catch(function () {
      return { error: { type: "api_connection_error", message: words.noAnswer } };
    });
  }
  function intentResult(answer) { return answer.error ? { error: answer.error } : { paymentIntent: answer }; }
  function methodData(element, billing) { return { type: "card", card: element._card(), billing_details: billing || {} }; }
  function retrieve(secret) { return call("GET", "/payment_intents/" + intentId(secret), { client_secret: secret }).then(intentResult); }

  function nextAction(secret, result) {
    var intent = result.paymentIntent;
    if (result.error || !intent || intent.status !== "requires_action") return Promise.resolve(result);
    var amount;
    try { amount = new Intl.NumberFormat(words.tag, { style: "currency", currency: intent.currency }).formatToParts(0).some(function (p) { return p.type === "fraction"; }) ? intent.amount / 100 : intent.amount; } catch (e) { amount = intent.amount / 100; }
    var shown = new Intl.NumberFormat(words.tag, { style: "currency", currency: intent.currency }).format(amount);
    return askBuyer(words, shown).then(function (approved) {
      return call("POST", "/standin/authenticate", { payment_intent: intent.id, client_secret: secret, approved: approved }).then(intentResult);
    });
  }
  function confirmWith(secret, params, handle) {
    return call("POST", "/payment_intents/" + intentId(secret) + "/confirm", Object.assign({ client_secret: secret }, params))
      .then(intentResult).then(function (result) { return handle ? nextAction(secret, result) : result; });
  }
  function elementOf(elements) { return elements && (elements.getElement("payment") || elements.getElement("card")); }

  return {
    _registerWrapper: function () {}, registerAppInfo: function () {},
    elements: function (given) {
      var own = given || {}, made = {};
      var group = {
        _clientSecret: own.clientSecret,
        create: function (type) {
          if (type !== "card" && type !== "payment") throw new Error("IntegrationError: the stand-in has card and payment elements only.");
          return (made[type] = new CardElement(type, wordsFor(own.locale || settings.locale)));
        },
        getElement: function (type) { return made[type] || null; },
        submit: function () {
          var element = elementOf(group), problem = element && element._check();
          return Promise.resolve(problem ? { error: problem } : { selectedPaymentMethod: "card" });
        },
        fetchUpdates: function () { return Promise.resolve({}); },
        update: function (changes) { own = Object.assign({}, own, changes); if (own.clientSecret) group._clientSecret = own.clientSecret; }
      };
      return group;
    },
    createPaymentMethod: function (given) {
      var element = given.elements ? elementOf(given.elements) : given.card;
      var billing = given.billing_details || (given.params && given.params.billing_details);
      var problem = element && element._check ? element._check() : null;
      if (problem) return Promise.resolve({ error: problem });
      var params = element && element._card ? methodData(element, billing) : { type: given.type, card: given.card, billing_details: billing };
      return call("POST", "/payment_methods", params).then(function (answer) {
        return answer.error ? { error: answer.error } : { paymentMethod: answer };
      });
    },
    confirmCardPayment: function (secret, data, opts) {
      var given = (data && data.payment_method) || null, params = {};
      if (data && data.return_url) params.return_url = data.return_url;
      if (typeof given === "string") params.payment_method = given;
      else if (given && given.card && given.card._card) {
        var problem = given.card._check();
        if (problem) return Promise.resolve({ error: problem });
        params.payment_method_data = methodData(given.card, given.billing_details);
      } else if (given) params.payment_method_data = Object.assign({ type: "card" }, given);
      return confirmWith(secret, params, !(opts && opts.handleActions === false));
    },
    confirmPayment: function (given) {
      var element = elementOf(given.elements), more = given.confirmParams || {};
      var secret = given.clientSecret || (given.elements && given.elements._clientSecret);
      var problem = element ? element._check() : null;
      if (problem) return Promise.resolve({ error: problem });
      var params = { return_url: more.return_url };
      if (element) params.payment_method_data = methodData(element, (more.payment_method_data || {}).billing_details);
      else if (more.payment_method) params.payment_method = more.payment_method;
      return confirmWith(secret, params, true).then(function (result) {
        if (result.error || given.redirect === "if_required" || !more.return_url) return result;
        var url = new URL(more.return_url, location.href);
        url.searchParams.set("payment_intent", result.paymentIntent.id);
        url.searchParams.set("payment_intent_client_secret", secret);
        url.searchParams.set("redirect_status", result.paymentIntent.status === "processing" ? "pending" : "succeeded");
        location.assign(url.toString());
        return new Promise(function () {});
      });
    },
    handleCardAction: function (secret) { return retrieve(secret).then(function (result) { return nextAction(secret, result); }); },
    handleNextAction: function (given) { return retrieve(given.clientSecret).then(function (result) { return nextAction(given.clientSecret, result); }); },
    retrievePaymentIntent: retrieve
  };
}
/* The release train @stripe/stripe-js 8 expects; otherwise loadStripe warns. */
Stripe.version = "clover";
Stripe.standin = true;
window.Stripe = Stripe;
})();
`;
